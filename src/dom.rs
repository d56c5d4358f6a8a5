//! Elements, built straight into the document.
//!
//! Every page is drawn with [`El`] and the functions of [`crate::ui`], over Leptos's signals and owners. Leptos's own
//! `view!` gives each element of each page a type of its own, and each type its own machine code; with some forty
//! pages that would not fit the budget of bytes. Here an element is a call with strings, and the code exists once.
//! (`docs/decisions` has the figures.)
//!
//! What the framework does unseen: effects and listeners made here belong to the reactive owner that is current while
//! the element is built. When that owner ends (a route changes, a [`live`] part is drawn again) they end with it.

use leptos::prelude::*;
use leptos::reactive::owner::Owner;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Document, Element, Event, HtmlElement, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element, a text or a run of several, not yet (or already) in the document. Cloning copies the handle only.
#[derive(Clone)]
pub struct El(Node);

/// A new HTML element.
pub fn el(tag: &'static str) -> El {
    El(create(&document(), tag).unwrap_or_else(|| empty_fragment(&document())))
}

/// A new SVG element.
pub fn svg(tag: &'static str) -> El {
    let made = document().create_element_ns(Some(SVG), tag);
    El(made.map_or_else(|_| empty_fragment(&document()), Into::into))
}

/// A text. An address in it breaks at its `@` and its points, where a line is too short for it, and not within a word.
pub fn text(words: &str) -> El {
    let node = |words: &str| El(document().create_text_node(words).into());
    let breaks = breaks(words);
    if breaks.is_empty() {
        return node(words);
    }
    let (whole, mut from) = (nothing(), 0);
    for place in breaks {
        let _ = whole.clone().kid(node(&words[from..place])).kid(el("wbr"));
        from = place;
    }
    whole.kid(node(&words[from..]))
}

/// Where the addresses in a text may break: before an `@` or a point between letters.
fn breaks(words: &str) -> Vec<usize> {
    let mut places = Vec::new();
    // An address is told by its `@`; what has none is looked at no further.
    let mut address = 0..0;
    let bytes = words.as_bytes();
    while let Some(at) = bytes[address.end..].iter().position(|b| *b == b'@') {
        let at = address.end + at;
        let is_blank = |b: &u8| b.is_ascii_whitespace();
        let start = bytes[..at].iter().rposition(is_blank).map_or(0, |b| b + 1);
        let end = bytes[at..].iter().position(is_blank);
        address = start..end.map_or(bytes.len(), |end| at + end);
        // Of letters that are no ASCII every byte is above it.
        let is_letter = |place: usize| {
            bytes
                .get(place)
                .is_some_and(|b| b.is_ascii_alphanumeric() || *b > 127)
        };
        let ends = |place: &usize| matches!(bytes[*place], b'@' | b'.');
        let inside = |place: &usize| *place > 0 && is_letter(place - 1) && is_letter(place + 1);
        places.extend(address.clone().filter(ends).filter(inside));
    }
    places
}

/// Nothing at all, where something is expected.
pub fn nothing() -> El {
    El(empty_fragment(&document()))
}

/// Several elements in a row, without an element around them.
pub fn run(parts: &[El]) -> El {
    nothing().kids(parts)
}

/// A part that is drawn again whenever a signal that `draw` reads changes. Focus inside it is lost by that, so it is
/// for parts that answer to what happened, not around the field somebody types in.
pub fn live(draw: impl Fn() -> El + 'static) -> El {
    live_inner(Box::new(draw))
}

/// A part that is there only while `condition` holds; it is drawn again only when the condition changes.
pub fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    draw: impl Fn() -> El + 'static,
) -> El {
    let holds = Memo::new(move |_| condition());
    live(move || if holds.get() { draw() } else { nothing() })
}

/// Runs now, and again whenever a signal that it read changes, until the current owner ends.
pub fn watch(run: impl Fn() + 'static) {
    watch_inner(Box::new(run));
}

fn create(document: &Document, tag: &str) -> Option<Node> {
    document.create_element(tag).ok().map(Into::into)
}

fn empty_fragment(document: &Document) -> Node {
    document.create_document_fragment().into()
}

fn live_inner(draw: Box<dyn Fn() -> El>) -> El {
    let start: Node = document().create_comment("").into();
    let end: Node = document().create_comment("").into();
    let whole = empty_fragment(&document());
    // Appending to a fragment that was just made cannot fail.
    let _ = whole.append_child(&start);
    let _ = whole.append_child(&end);
    watch_inner(Box::new(move || {
        let El(drawn) = draw();
        let Some(parent) = end.parent_node() else {
            return;
        };
        while let Some(old) = start
            .next_sibling()
            .filter(|node| !node.is_same_node(Some(&end)))
        {
            let _ = parent.remove_child(&old);
        }
        let _ = parent.insert_before(&drawn, Some(&end));
    }));
    El(whole)
}

fn watch_inner(run: Box<dyn Fn()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    // The arena drops it with the owner; dropped now, it would be cancelled at once.
    StoredValue::new_local(effect);
}

impl El {
    /// Wraps a node that is in the document already.
    pub fn from_node(node: Node) -> Self {
        Self(node)
    }

    /// The node itself.
    pub fn node(&self) -> &Node {
        &self.0
    }

    /// The element, for calls that only a real element has (`None` for a text or a run).
    pub fn element(&self) -> Option<&Element> {
        self.0.dyn_ref()
    }

    /// The HTML element, or none for SVG, a text or a run.
    pub fn html(&self) -> Option<&HtmlElement> {
        self.0.dyn_ref()
    }

    /// Sets the class attribute.
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// Sets the id.
    pub fn id(self, id: &str) -> Self {
        self.attr("id", id)
    }

    /// Sets an attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        if let Some(element) = self.element() {
            let _ = element.set_attribute(name, value);
        }
        self
    }

    /// Sets an attribute without a value, or leaves it out.
    pub fn flag(self, name: &str, on: bool) -> Self {
        if on { self.attr(name, "") } else { self }
    }

    /// Keeps an attribute in step with signals; `None` takes it away.
    pub fn attr_live(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        self.attr_live_inner(name, Box::new(value))
    }

    /// Keeps the `hidden` attribute in step with signals.
    pub fn shown(self, condition: impl Fn() -> bool + 'static) -> Self {
        self.attr_live("hidden", move || (!condition()).then(String::new))
    }

    /// Appends a text.
    pub fn text(self, words: &str) -> Self {
        self.kid(text(words))
    }

    /// Appends a text that follows signals.
    pub fn text_live(self, words: impl Fn() -> String + 'static) -> Self {
        self.text_live_inner(Box::new(words))
    }

    /// Appends one part.
    pub fn kid(self, part: El) -> Self {
        // Refused only for a cycle, which an element that was just made cannot be in.
        let _ = self.0.append_child(&part.0);
        self
    }

    /// Appends several parts.
    pub fn kids(self, parts: &[El]) -> Self {
        for part in parts {
            let _ = self.0.append_child(&part.0);
        }
        self
    }

    /// Appends a part that is drawn again when signals change; see [`live`].
    pub fn live(self, draw: impl Fn() -> El + 'static) -> Self {
        self.kid(live_inner(Box::new(draw)))
    }

    /// Puts HTML inside that our own server wrote from our own content (dataset descriptions, how-tos, agreements).
    /// Never for anything that a person typed.
    pub fn trusted_html(self, html: &str) -> Self {
        if let Some(element) = self.element() {
            element.set_inner_html(html);
        }
        self
    }

    /// Calls `act` on every such event. It runs with the owner of the place where the element was built, so that
    /// contexts and [`crate::task::spawn`] work in it.
    pub fn on(self, event: &'static str, act: impl Fn(Event) + 'static) -> Self {
        self.on_inner(event, Box::new(act))
    }

    /// Calls `act` on a press: mouse, touch or key alike.
    pub fn on_press(self, act: impl Fn() + 'static) -> Self {
        self.on("click", move |_| act())
    }

    /// Moves the focus here, making the element able to take it where it is not by nature.
    pub fn focus(&self) {
        if let Some(element) = self.html() {
            if element.tab_index() < 0 && !element.has_attribute("tabindex") {
                let _ = element.set_attribute("tabindex", "-1");
            }
            let _ = element.focus();
        }
    }

    fn attr_live_inner(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        if let Some(element) = self.element().cloned() {
            watch_inner(Box::new(move || {
                let _ = match value() {
                    Some(value) => element.set_attribute(name, &value),
                    None => element.remove_attribute(name),
                };
            }));
        }
        self
    }

    fn text_live_inner(self, words: Box<dyn Fn() -> String>) -> Self {
        let node = document().create_text_node("");
        let _ = self.0.append_child(&node);
        watch_inner(Box::new(move || node.set_data(&words())));
        self
    }

    fn on_inner(self, event: &'static str, act: Box<dyn Fn(Event)>) -> Self {
        listen(&self.0, event, act);
        self
    }
}

/// Listens on any target until the current owner ends.
pub fn listen(target: &web_sys::EventTarget, event: &'static str, act: Box<dyn Fn(Event)>) {
    // Weak: the owner holds the listener, so a strong handle here would keep both alive for ever.
    let owner = Owner::current().map(|owner| owner.downgrade());
    let closure = Closure::<dyn Fn(Event)>::new(move |happened: Event| match owner.as_ref() {
        Some(owner) => {
            if let Some(owner) = owner.upgrade() {
                owner.with(|| act(happened));
            }
        }
        None => act(happened),
    });
    let function: js_sys::Function = closure.as_ref().unchecked_ref::<js_sys::Function>().clone();
    if target
        .add_event_listener_with_callback(event, &function)
        .is_err()
    {
        return;
    }
    StoredValue::new_local(Listener {
        target: target.clone(),
        event,
        function,
        _closure: closure,
    });
}

/// Keeps a listener's closure alive; dropped, it stops listening first, so that no event reaches a dead closure.
struct Listener {
    target: web_sys::EventTarget,
    event: &'static str,
    function: js_sys::Function,
    _closure: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.event, &self.function);
    }
}

/// The value of the field that an event came from; empty for anything that has none.
pub fn value_of(event: &Event) -> String {
    let target = event.target().and_then(|target| target.dyn_into().ok());
    target.map(|node| value_of_node(&node)).unwrap_or_default()
}

/// The value of a field; empty for anything that has none.
pub fn value_of_node(target: &Node) -> String {
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        input.value()
    } else if let Some(area) = target.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        area.value()
    } else if let Some(select) = target.dyn_ref::<web_sys::HtmlSelectElement>() {
        select.value()
    } else {
        String::new()
    }
}

/// Whether the box or button that an event came from is ticked.
pub fn checked_of(event: &Event) -> bool {
    let target = event.target();
    target
        .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
        .is_some_and(|input| input.checked())
}

#[cfg(test)]
mod tests {
    use super::breaks;

    #[test]
    fn an_address_breaks_at_its_signs_and_a_sentence_at_its_blanks() {
        let parts = |words: &'static str| {
            let mut ends = breaks(words);
            ends.push(words.len());
            let mut from = 0;
            let parts = ends.into_iter().map(|end| {
                let part = &words[from..end];
                from = end;
                part
            });
            parts.collect::<Vec<_>>()
        };
        assert_eq!(
            parts("Write to ada.l@uni.example. It is e.g. read."),
            ["Write to ada", ".l", "@uni", ".example. It is e.g. read."]
        );
        assert_eq!(parts("on 3.1 @ once, or @"), ["on 3.1 @ once, or @"]);
        assert_eq!(parts("wget 3.1"), ["wget 3.1"]);
    }
}
