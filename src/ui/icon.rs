//! The shapes that go with the words of a state. Decoration: the word beside each says the same.

use crate::dom::{El, svg};

fn icon(path: &str) -> El {
    svg("svg")
        .attr("class", "icon")
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .kid(svg("path").attr("d", path))
}

/// A tick in a full disc: done, granted.
pub fn done() -> El {
    icon(
        "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm3.7 5.7-4.4 5a.9.9 0 0 1-1.3 0L4 8.7l1.1-1.2 1.5 1.5 3.9-4.4Z",
    )
}

/// A ring: not begun.
pub fn open() -> El {
    icon("M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm0 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z")
}

/// A half-full disc: under way.
pub fn half() -> El {
    icon("M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm0 2v12A6 6 0 0 1 8 2Z")
}

/// A clock: waits for somebody.
pub fn clock() -> El {
    icon(
        "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm0 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm-.9 2v4.5l3.2 2.3 1-1.4-2.5-1.8V4Z",
    )
}

/// A triangle: needs attention.
pub fn warning() -> El {
    icon("M8 .8 16 15H0L8 .8Zm-.9 5v4.4h1.8V5.800Zm0 5.500v1.800h1.8v-1.800Z")
}

/// A cross in a disc: refused, ended.
pub fn ended() -> El {
    icon(
        "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0ZM5.200 4.100 8 6.900l2.800-2.800 1.100 1.100L9.100 8l2.800 2.800-1.100 1.100L8 9.100l-2.800 2.800-1.100-1.100L6.900 8 4.100 5.200Z",
    )
}

/// An i in a disc.
pub fn info() -> El {
    icon(
        "M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Zm-.9 3.500h1.800v1.800H7.100Zm0 3.300h1.800v5.700H7.100Z",
    )
}

/// A speech bubble: a comment.
pub fn comment() -> El {
    icon(
        "M1.500 1h13v10.500H8.700L4 15v-3.500H1.500Zm1.800 1.800v6.900h2.500v1.700l2.300-1.700h4.600V2.800Z",
    )
}

/// A lock: closed.
pub fn closed() -> El {
    icon(
        "M8 0a4 4 0 0 0-4 4v3H2.500v9h11V7H12V4a4 4 0 0 0-4-4Zm0 1.800A2.200 2.200 0 0 1 10.200 4v3H5.800V4A2.200 2.200 0 0 1 8 1.800Z",
    )
}

/// The portal's mark: an open gate with a keyhole. In the colour of its surroundings.
pub fn mark() -> El {
    svg("svg")
        .attr("class", "mark")
        .attr("viewBox", "0 0 32 32")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .kid(svg("path").attr("d", "M6 29V13a10 10 0 0 1 20 0v16h-5V13.500a5 5 0 0 0-10 0V29z"))
        .kid(svg("path").attr("d", "M16 18.400a2.600 2.600 0 0 1 1.100 4.960V29h-2.200v-5.640A2.600 2.600 0 0 1 16 18.400z"))
}
