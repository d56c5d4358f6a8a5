//! The pages of a file, in their order, with what they take over from the tree above them.

use std::collections::HashSet;
use std::rc::Rc;

use super::document::Document;
use super::object::{Dict, Object, VALUE_BYTES};
use crate::limits::Result;

/// A page, before anything on it is looked at.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub dict: Rc<Dict>,
    pub resources: Object,
    /// Left, bottom, right and top of the sheet; nothing where it does not say.
    pub sheet: Option<[f64; 4]>,
}

#[derive(Clone)]
struct Inherited {
    resources: Object,
    sheet: Object,
}

impl Inherited {
    fn with(&self, dict: &Dict) -> Self {
        let own = |name: &[u8], above: &Object| match dict.get(name) {
            Object::Null => above.clone(),
            own => own.clone(),
        };
        Self {
            resources: own(b"Resources", &self.resources),
            sheet: own(b"MediaBox", &self.sheet),
        }
    }
}

/// All pages up to the limit. Where the tree has none, every object that says it is a page, by its number.
pub(crate) fn pages(document: &Document<'_>) -> Result<Vec<Page>> {
    let mut pages = in_tree(document)?;
    if pages.is_empty() {
        document.repair()?;
        pages = in_tree(document)?;
    }
    if pages.is_empty() {
        let nothing = Inherited {
            resources: Object::Null,
            sheet: Object::Null,
        };
        for number in document.numbers() {
            if let Object::Dict(dict) = document.get(number)?
                && dict.is(b"Type", b"Page")
                && pages.len() < document.budget.limits.pages
            {
                pages.push(page(document, &dict, &nothing)?);
            }
        }
    }
    Ok(pages)
}

fn in_tree(document: &Document<'_>) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    let Some(root) = document.pages_root()? else {
        return Ok(pages);
    };
    let nothing = Inherited {
        resources: Object::Null,
        sheet: Object::Null,
    };
    let mut seen = HashSet::new();
    // What is still to be looked at, the next one last.
    let mut open = vec![(root, nothing)];
    while let Some((node, above)) = open.pop() {
        if let Object::Reference(number) = node
            && !seen.insert(number)
        {
            continue;
        }
        let Some(dict) = document.resolve(&node)?.dict() else {
            continue;
        };
        document.budget.step()?;
        let kids = document.entry(&dict, b"Kids")?;
        match kids.array() {
            Some(kids) if !dict.is(b"Type", b"Page") => {
                let here = above.with(&dict);
                document.budget.steps(kids.len())?;
                document
                    .budget
                    .memory(kids.len().saturating_mul(3 * VALUE_BYTES))?;
                open.extend(kids.iter().rev().map(|kid| (kid.clone(), here.clone())));
            }
            _ => {
                pages.push(page(document, &dict, &above)?);
                if pages.len() >= document.budget.limits.pages {
                    break;
                }
            }
        }
    }
    Ok(pages)
}

fn page(document: &Document<'_>, dict: &Rc<Dict>, above: &Inherited) -> Result<Page> {
    let own = above.with(dict);
    let sheet = document.resolve(&own.sheet)?;
    let mut edges = Vec::new();
    for edge in sheet.array().unwrap_or_default().iter().take(4) {
        edges.extend(document.resolve(edge)?.number());
    }
    let sheet = <[f64; 4]>::try_from(edges)
        .ok()
        .map(|[a, b, c, d]| [a.min(c), b.min(d), a.max(c), b.max(d)])
        .filter(|[left, bottom, right, top]| right - left > 1.0 && top - bottom > 1.0);
    Ok(Page {
        dict: Rc::clone(dict),
        resources: own.resources,
        sheet,
    })
}
