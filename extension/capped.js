// @ts-check
/** Reads what a server sends, as text, and no more of it than is wanted, whatever it announces. */

/**
 * @param {Response} response
 * @param {number} most bytes, counted as they arrive, unpacked
 * @returns {Promise<string | null>} null when more comes; rejects when it breaks off
 */
export async function readCapped(response, most) {
  const decoder = new TextDecoder();
  const parts = [];
  let bytes = 0;
  for await (const chunk of /** @type {ReadableStream<Uint8Array>} */ (response.body ?? [])) {
    bytes += chunk.byteLength;
    if (bytes > most) return null; // which gives up the rest
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}
