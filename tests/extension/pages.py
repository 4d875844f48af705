"""Pages in the shapes LinkedIn has had, with invented people, served over TLS as if by www.linkedin.com.

Every link that a test speaks of has an id. Class names are hashed, as they are there: nothing may lean on them.
"""

import re
import ssl

import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

STYLE = """
body { margin: 0; background: #f1f2f3; color: #202427; font: 14px/20px "Liberation Sans", Arial, sans-serif; }
body.dark { background: #121416; color: #e4e7e9; }
main { width: 640px; margin: 24px; }
li, article, .c { display: block; list-style: none; background: #fff; border-radius: 8px; padding: 16px; }
li, article { margin-bottom: 16px; }
.dark li, .dark article, .dark .c { background: #1c1f22; }
a { color: inherit; text-decoration: none; font-weight: 600; }
ul { padding: 0; margin: 0; } p { margin: 0; }
.v { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0); }
.b { display: block; }
span { letter-spacing: 0; }
"""

# 2018 search, relative links; 2024 logged in, the name twice; 2026, all hashed; logged out, the whole card one link
MIXED = """
<ul>
 <li><a href="/in/odile-fennwick/" id="photo-2018"><img alt="Odile Fennwick profile picture"></a>
  <a href="/in/odile-fennwick/" id="name-2018"><span>Odile Fennwick</span> <span>2nd</span></a>
  <p>Hiring, minus the guesswork</p>
  <a href="/in/odile-fennwick/" id="again-2018">View profile</a></li>
 <li><a id="name-2024"
   href="https://www.linkedin.com/in/Sefa-Ndiaye-Holt?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3AACoAAB1"><span
   ><span aria-hidden="true">Sefa Ndiaye-Holt</span><span class="v">Sefa Ndiaye-Holt</span></span></a>
  <p>Onboarding</p></li>
 <li><a id="card-out" class="b" href="https://se.linkedin.com/in/ingela-h%C3%A5rte?trk=public_profile_browsemap-profile"><h3
  id="h3-out">Ingela Hårte</h3><p>Writes</p></a></li>
 <li><a id="company" href="https://www.linkedin.com/company/guild-of-careers/">Guild of Careers</a></li>
</ul>
<div class="_1a41feae"><div class="_0c"><div class="_9f"><a id="name-2026" href="https://www.linkedin.com/in/tobin-ashgrove/fr/"
 ><p class="b"><span id="span-2026">Tobin Ashgrove</span></p></a></div></div></div>
<article><a id="mention-outer" href="https://www.linkedin.com/in/ACoAAAU5cdefGHIJklmnopqrstuvwxyz012345"></a>
 <p>Grateful to <a id="mention" href="https://www.linkedin.com/in/odile-fennwick/">Odile Fennwick</a> for an hour.</p>
</article>
<article><a id="former" href="https://www.linkedin.com/in/tobin-old">Tobin Ashgrove</a></article>
<article><a id="stranger" href="https://www.linkedin.com/in/odile-fennwick-2">Odile Fennwick</a></article>
"""

UNMARKED = """
<article>
 <a href="/in/odile-fennwick/overlay/contact-info/">Contact info</a>
 <a href="/in/odile-fennwick/details/skills">Show all skills</a>
 <a href="https://www.linkedin.com/in/odile-fennwick/recent-activity/all/">Show all posts</a>
 <a href="/company/guild-of-careers/posts/">Posts</a>
 <a href="https://linkedin.com.evil.test/in/odile-fennwick">Odile Fennwick</a>
 <a href="https://evil-linkedin.com/in/odile-fennwick">Odile Fennwick</a>
 <a href="https://www.example.com/?u=https://www.linkedin.com/in/odile-fennwick">Odile Fennwick</a>
 <a href="/preload/custom-invite/?vanityName=odile-fennwick">Connect</a>
 <a href="/login?session_redirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fodile-fennwick">Connect</a>
 <a href="/in/me/">Me</a>
 <a href="#">Odile Fennwick</a>
 <a href="/in/odile-fennwick/"><img alt="Odile Fennwick"></a>
 <a href="/in/odile-fennwick/"><span class="v">Odile Fennwick</span></a>
</article>
<article><a id="last" href="/in/sefa-ndiaye-holt/">Sefa Ndiaye-Holt</a></article>
"""

POLICY = "default-src 'none'; style-src 'nonce-n'; require-trusted-types-for 'script'"
PAGES = {
    "/feed/": MIXED,
    "/unmarked/": UNMARKED,
    "/empty/": "<ul id=list></ul>",
    "/nobody/": '<a href="/in/bram-tollerud">Bram</a>',
}


def authority() -> trustme.CA:
    """Make a certificate authority for this run; browsers are told to accept what they do not know."""
    return trustme.CA()


def serve_pages(http: HTTPServer) -> None:
    """Serve `PAGES` under a strict content policy, like the real site's; any other path is 404."""
    http.expect_request(re.compile(".*")).respond_with_handler(_page)


def tls_context(ca: trustme.CA) -> ssl.SSLContext:
    """Give a server's TLS settings, with a certificate for the site's host names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("www.linkedin.com", "se.linkedin.com").configure_cert(context)
    return context


def _page(request: Request) -> Response:
    body = PAGES.get(request.path)
    if body is None:
        return Response("", status=404)
    html = f'<!doctype html><html lang="en"><title>Page</title><style nonce="n">{STYLE}</style><main>{body}</main>'
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    return response
