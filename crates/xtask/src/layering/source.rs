//! What a source file names: its modules, what it imports, and the paths in its code. Tests are left out: they may look at
//! everything.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as it is written, segment by segment.
pub type Path = Vec<String>;

/// What one file names.
#[derive(Debug, Default)]
pub struct Source {
    /// Modules that lie in files of their own.
    pub modules: BTreeSet<String>,
    /// What is imported, by the name that it has here.
    pub imports: BTreeMap<String, Path>,
    /// Paths of two segments or more outside of imports.
    pub paths: BTreeSet<Path>,
}

impl Source {
    /// Reads a file's tokens.
    pub fn of(tokens: TokenStream) -> Source {
        let mut source = Source::default();
        source.scan(&tokens.into_iter().collect::<Vec<_>>());
        source
    }

    fn scan(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            at = match &tokens[at] {
                TokenTree::Punct(punct) if punct.as_char() == '#' && is_test(tokens.get(at + 1)) => {
                    end_of_item(tokens, at + 2)
                }
                TokenTree::Ident(ident) if ident == "use" => {
                    let end = end_of_statement(tokens, at + 1);
                    self.import(Path::new(), &tokens[at + 1..end]);
                    end
                }
                TokenTree::Ident(ident) if ident == "mod" && is_punct(tokens.get(at + 2), ';') => {
                    self.modules.insert(tokens[at + 1].to_string());
                    at + 3
                }
                TokenTree::Ident(_) => {
                    let (path, end) = path(tokens, at);
                    if path.len() > 1 {
                        self.paths.insert(path);
                    }
                    end
                }
                TokenTree::Group(group) => {
                    self.scan(&group.stream().into_iter().collect::<Vec<_>>());
                    at + 1
                }
                _ => at + 1,
            };
        }
    }

    /// One tree of an import: `a::b`, `a::b as c`, `a::{self, b}`.
    fn import(&mut self, before: Path, tree: &[TokenTree]) {
        let (path, end) = path(tree, 0);
        let mut full: Path = before.into_iter().chain(path).collect();
        match tree[end..].iter().find_map(|token| match token {
            TokenTree::Group(group) => Some(group.stream().into_iter().collect::<Vec<_>>()),
            _ => None,
        }) {
            Some(list) => {
                list.split(|token| is_punct(Some(token), ','))
                    .filter(|part| !part.is_empty())
                    .for_each(|part| self.import(full.clone(), part));
            }
            None => {
                if full.last().is_some_and(|last| last == "self") && full.len() > 1 {
                    full.pop();
                }
                let renamed = matches!(tree.get(end), Some(TokenTree::Ident(ident)) if ident == "as");
                let name =
                    if renamed { tree.get(end + 1).map(ToString::to_string) } else { full.last().cloned() };
                if let Some(name) = name {
                    self.imports.insert(name, full);
                }
            }
        }
    }
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_test(attribute: Option<&TokenTree>) -> bool {
    attribute.is_some_and(|attribute| attribute.to_string().replace(' ', "") == "[cfg(test)]")
}

/// The segments of the path that begins at an identifier, and what follows it.
fn path(tokens: &[TokenTree], start: usize) -> (Path, usize) {
    let (mut path, mut at) = (Path::new(), start);
    while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
        path.push(ident.to_string());
        at += 1;
        if !(is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')) {
            break;
        }
        at += 2;
    }
    (path, at)
}

fn end_of_statement(tokens: &[TokenTree], start: usize) -> usize {
    let end = tokens[start..].iter().position(|token| is_punct(Some(token), ';'));
    end.map_or(tokens.len(), |end| start + end)
}

/// What follows an item: its `;`, or its body.
fn end_of_item(tokens: &[TokenTree], start: usize) -> usize {
    if tokens[start..].iter().take(2).any(|token| matches!(token, TokenTree::Ident(ident) if ident == "use"))
    {
        return end_of_statement(tokens, start) + 1;
    }
    let ends = |token: &TokenTree| {
        is_punct(Some(token), ';')
            || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    };
    tokens[start..].iter().position(ends).map_or(tokens.len(), |end| start + end + 1)
}
