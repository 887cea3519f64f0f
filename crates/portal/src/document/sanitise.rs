//! What of a document's HTML may reach a browser.

use super::ANCHOR_PREFIX;
use ammonia::{Builder, UrlRelative, UrlRelativeEvaluate};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Cleans the HTML of a document. Whatever does not read is dropped, what would run, load or fake a part of the portal too.
pub fn document(html: &str, resolve: &(dyn Fn(&str) -> Option<String> + Sync + Send)) -> String {
    let mut builder = Builder::default();
    builder
        .rm_tags(["img", "area", "map", "center"])
        .add_tags(["figure", "figcaption"])
        .add_tag_attributes("span", ["data-mark"])
        .add_tag_attributes("p", ["data-mark"])
        .add_tag_attributes("th", ["scope"])
        .add_generic_attributes(["id"])
        .id_prefix(Some(ANCHOR_PREFIX))
        .add_allowed_classes("th", ["left", "center", "right"])
        .add_allowed_classes("td", ["left", "center", "right"])
        .add_allowed_classes("div", ["footnote-definition"])
        .add_allowed_classes("sup", ["footnote-reference", "footnote-definition-label"])
        .set_tag_attribute_value("pre", "tabindex", "0")
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(OnPage(resolve))));
    builder.clean(html).to_string()
}

struct OnPage<'a>(&'a (dyn Fn(&str) -> Option<String> + Sync + Send));

impl<'a> UrlRelativeEvaluate<'a> for OnPage<'a> {
    fn evaluate<'url>(&self, url: &'url str) -> Option<Cow<'url, str>> {
        // Links of the Markdown have been resolved; those of raw HTML are by this.
        match url.starts_with("/spec/") || url.starts_with("#/spec/") {
            true => Some(Cow::Borrowed(url)),
            false => (self.0)(url).map(Cow::Owned),
        }
    }
}

/// What a drawing is made of; nothing of it links, loads or runs.
static DRAWING: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let shape = [
        "id",
        "class",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "d",
        "points",
        "width",
        "height",
        "viewBox",
        "transform",
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "stroke-opacity",
        "stroke-linecap",
        "stroke-linejoin",
        "opacity",
        "text-anchor",
        "dominant-baseline",
        "font-size",
        "font-weight",
        "font-style",
        "dx",
        "dy",
        "marker-start",
        "marker-end",
        "refX",
        "refY",
        "markerWidth",
        "markerHeight",
        "markerUnits",
        "orient",
        "preserveAspectRatio",
        "clip-path",
    ];
    let tags = [
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
        "defs", "marker", "clipPath",
    ];
    let mut builder = Builder::default();
    builder
        .tags(HashSet::from(tags))
        .clean_content_tags(HashSet::from(["script", "style", "title", "desc"]))
        .tag_attributes(HashMap::new())
        .generic_attributes(HashSet::from(shape))
        .link_rel(None)
        .attribute_filter(|_, _, value| {
            let compact: String =
                value.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            // A reference may only point at a part of the drawing itself.
            let outward = compact.contains("url(") && !compact.starts_with("url(#");
            (!outward && !compact.contains("javascript:")).then_some(Cow::Borrowed(value))
        });
    builder
});

/// Cleans a drawing.
pub fn drawing(svg: &str) -> String {
    DRAWING.clean(svg).to_string()
}
