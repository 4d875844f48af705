// What a paired browser takes from its desk, whatever the desk does; run by test_pure_modules.py under node.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { justOpened, pair, tell, unpair } from "../../extension/curator-desk.js";

const REPORT = { expert: "bcdfghjk", url: "https://www.linkedin.com/in/odile-fennwick", saw: "fine", name: "Odile Fennwick", address: "" };

/** What the desk does with a request. @type {import("node:http").RequestListener} */
let answer = () => undefined;
let asked = 0;
const desk = createServer((request, response) => {
  asked += 1;
  answer(request, response);
});
let address = "";

before(() => new Promise((ready) => desk.listen(0, "127.0.0.1", () => {
  address = `http://127.0.0.1:${desk.address().port}`;
  ready();
})));
after(() => {
  desk.closeAllConnections();
  desk.close();
});

const says = (document) => (_, response) => response.end(JSON.stringify(document));

/** Everything a browser asks its desk, and what that gives when no desk is there. */
const QUESTIONS = {
  pair: [() => pair(address, "K7QM-3XPD"), "unreachable"],
  unpair: [() => unpair(address, "t"), false],
  tell: [() => tell(address, "t", REPORT), "later"],
  justOpened: [() => justOpened(address, "t"), []],
};

test("a desk that leads elsewhere is not followed: the token is for it alone", async () => {
  for (const [name, [ask, nothing]] of Object.entries(QUESTIONS)) {
    answer = (request, response) => response.writeHead(307, { Location: `${address}/elsewhere` }).end();
    asked = 0;
    assert.deepEqual([await ask(), asked], [nothing, 1], name);
  }
});

test("a desk that never answers, or stops in the middle, is given up in time", async (t) => {
  const timeout = AbortSignal.timeout;
  t.after(() => (AbortSignal.timeout = timeout));
  const silences = { never: [() => undefined, Object.keys(QUESTIONS)], middle: [(_, response) => response.write('{"token": "'), ["pair", "justOpened"]] };
  for (const [silence, names] of Object.values(silences)) {
    for (const name of names) {
      const [ask, nothing] = QUESTIONS[name];
      const late = new AbortController();
      let patience = 0;
      AbortSignal.timeout = (ms) => ((patience = ms), late.signal);
      const heard = new Promise((resolve) => {
        answer = (request, response) => (silence(request, response), resolve());
      });
      const asking = ask();
      await heard;
      late.abort();
      assert.deepEqual([await asking, patience], [nothing, 10_000], name);
    }
  }
});

test("of what a desk says no more is read than it can have to say", async () => {
  let sent = 0;
  answer = (_, response) => {
    const more = () => {
      do sent += 16 * 1024;
      while (response.write(" ".repeat(16 * 1024)));
    };
    response.on("drain", more);
    more();
  };
  for (const name of ["pair", "justOpened"]) {
    const [ask, nothing] = QUESTIONS[name];
    sent = 0;
    assert.deepEqual(await ask(), nothing, name);
    assert.ok(sent < 16 * 1024 * 1024, `${sent} bytes were taken`); // what was under way is in buffers
  }
});

test("a name or token that is none, or long, pairs nobody", async () => {
  answer = says({ token: "t", curator: "Nadia", more: 1 });
  assert.deepEqual(await pair(address, "K7QM-3XPD"), { token: "t", curator: "Nadia" });
  for (const wrong of [{ token: "t".repeat(201) }, { curator: "N".repeat(201) }, { token: "" }, { curator: null }, { token: 7 }]) {
    answer = says({ token: "t", curator: "Nadia", ...wrong });
    assert.equal(await pair(address, "K7QM-3XPD"), "unreachable", JSON.stringify(wrong).slice(0, 40));
  }
});

test("of what was opened only the experts are taken", async () => {
  answer = says({ opened: [{ expert: "bcdfghjk", url: "x" }, null, 7, { expert: {} }, { expert: "x".repeat(201) }] });
  assert.deepEqual(await justOpened(address, "t"), ["bcdfghjk"]);
  answer = says({ opened: {} });
  assert.deepEqual(await justOpened(address, "t"), []);
});
