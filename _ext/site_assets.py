"""What every page loads comes from the site itself: KaTeX's style and fonts, and only the icons in use.

The files are made from node_modules into assets/vendor/ (not in git), which `html_static_path` publishes.
The theme's own link to all of Font Awesome is replaced in _templates/static/webpack-macros.html.
"""

import hashlib
import io
import re
import shutil
from pathlib import Path

from fontTools import subset, ttLib
from sphinx.errors import ExtensionError

# Class names in the theme's templates and scripts; the glyphs that its style sheets name come on top.
ICONS = [
    *("angle-left", "angle-right", "arrow-up", "bars", "chevron-down", "circle-half-stroke", "download"),
    *("lightbulb", "list", "magnifying-glass", "moon", "sun", "xmark"),
]
# What scales is no place: it stays as it is.
UNSEEN = re.compile(
    r"(?P<scale>(?:scale|matrix)\([^)]*\))|(?P<number>-?\d+\.\d{3,})|\s*<!--.*?-->|\s*<metadata>.*?</metadata>",
    re.DOTALL,
)
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
# The theme asks for version 5 in one place.
FONT_FACE = """@font-face {{ font-family: "Font Awesome 6 Free"; font-weight: 900; font-display: block;
  src: url("icons.woff") format("woff"); }}
@font-face {{ font-family: "Font Awesome 5 Free"; font-weight: 900; font-display: block;
  src: url("icons.woff") format("woff"); }}
:root {{ --fa-font-solid: normal 900 1em/1 "Font Awesome 6 Free"; }}
.fa-solid {{ font: var(--fa-font-solid); display: inline-block; }}
.fa-lg {{ font-size: 1.25em; line-height: .05em; vertical-align: -.075em; }}
{rules}
"""


def write(path: Path, content: bytes) -> None:
    """Writes only what differs, so that an unchanged site is not built again."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def npm_package(source: Path, name: str) -> Path:
    """Folder of an npm package; ExtensionError in the builder's words when it is not there."""
    folder = source / "node_modules" / name
    if not folder.is_dir():
        raise ExtensionError(f"{folder} is missing: run `npm ci` (or `make`) first")
    return folder


def vendor_katex(dist: Path, vendor: Path) -> None:
    """KaTeX's style sheet with woff2 fonts only (every browser of the last eight years reads them)."""
    css = (dist / "katex.min.css").read_text()
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)', "", css)
    write(vendor / "katex.min.css", css.encode())
    for font in (dist / "fonts").glob("*.woff2"):
        write(vendor / "fonts" / font.name, font.read_bytes())


def codepoints(css: str) -> dict[str, int]:
    """Icon name -> code point, from Font Awesome's own style sheet."""
    return {
        name: int(code, 16) for name, code in re.findall(r'\.fa-([\w-]+) \{\s*--fa: "\\([0-9a-f]+)"', css)
    }


def theme_glyphs() -> set[int]:
    """Code points that the theme's style sheets use by themselves (admonitions, links)."""
    import pydata_sphinx_theme
    import sphinx_book_theme

    folders = [Path(theme.__file__).parent for theme in (pydata_sphinx_theme, sphinx_book_theme)]
    sheets = [sheet for folder in folders for sheet in folder.rglob("*-theme.css")]
    return {ord(glyph) for sheet in sheets for glyph in glyphs(sheet.read_text())}


def glyphs(css: str) -> list[str]:
    """Private characters of a style sheet, written as such or as an escape."""
    escaped = [chr(int(code, 16)) for code in re.findall(r"\\([ef][0-9a-f]{3})\b", css)]
    return PRIVATE_USE.findall(css) + escaped


def vendor_icons(fontawesome: Path, vendor: Path) -> None:
    """Font Awesome's solid font cut down to the icons in use, and their classes."""
    points = codepoints((fontawesome / "css/fontawesome.css").read_text())
    rules = "\n".join(f'.fa-{name}::before {{ content: "\\{points[name]:x}"; }}' for name in ICONS)
    write(vendor / "icons.css", FONT_FACE.format(rules=rules).encode())
    font = ttLib.TTFont(fontawesome / "webfonts/fa-solid-900.ttf", recalcTimestamp=False)
    cut = subset.Subsetter(subset.Options(notdef_outline=True, layout_features=[]))
    cut.populate(unicodes={points[name] for name in ICONS} | theme_glyphs())
    cut.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    write(vendor / "icons.woff", buffer.getvalue())


def digest_of(folders) -> str:
    """Hex digest of the names and contents of all files in the folders."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def prepare(app, config):
    """Fills assets/vendor/ before Sphinx looks at its static folders, and notes what these folders hold."""
    source = Path(app.srcdir)
    vendor = source / "assets" / "vendor"
    vendor_katex(npm_package(source, "katex") / "dist", vendor / "katex")
    vendor_icons(npm_package(source, "@fortawesome/fontawesome-free"), vendor / "icons")
    # Without a release the site still builds: only the download is then missing.
    config.html_extra_path = [path for path in config.html_extra_path if (source / path).exists()]
    # Sphinx copies files only when it writes a page: a new style sheet or release must have pages written.
    config.published_digest = digest_of(source / path for path in ["assets", *config.html_extra_path])


def add_search_script(app, pagename, templatename, context, doctree):
    """What mends the search results' text is loaded on the search page only."""
    if pagename == "search":
        app.add_js_file("search-text.js", loading_method="defer")


def light_without_scripts(app, exception):
    """The theme leaves data-theme="auto" for its script to resolve; without scripts that has no colours."""
    for page in [] if exception else Path(app.outdir).rglob("*.html"):
        text = page.read_text()
        if ' data-theme="auto"' in text[:500]:
            page.write_text(text.replace(' data-theme="auto"', ' data-theme="light"', 1))


def lighten_pictures(app, exception):
    """Takes from matplotlib's pictures what nobody sees: decimals beyond the second, comments, its name."""
    for picture in [] if exception else Path(app.outdir).glob("_images/*.svg"):
        write(picture, UNSEEN.sub(seen, picture.read_text()).encode())


def seen(found):
    return f"{float(found['number']):.2f}" if found["number"] else found["scale"] or ""


def drop_unused(app, exception):
    """Removes what the theme copies and no page loads: 4 MB of icons, source maps, logos of other sites."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)
    for path in [*static.rglob("*.map"), *static.glob("images/logo_*")]:
        path.unlink()


def setup(app):
    app.add_config_value("published_digest", "", "html", str)
    # Before Sphinx itself looks at html_extra_path (priority 800).
    app.connect("config-inited", prepare, priority=100)
    app.connect("html-page-context", add_search_script)
    app.connect("build-finished", light_without_scripts)
    app.connect("build-finished", lighten_pictures)
    app.connect("build-finished", drop_unused, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
