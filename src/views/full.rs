//! What only rules and bundles draw; nothing in a build without them.
//!
//! - `@csspart message`: the merchant's words at a list.
//! - `@csspart badge`: the merchant's words on a card.
//! - `@csspart toggle`: in a bundle, whether a member is taken.
//! - `@csspart sum total alone save add-all`: of a bundle: what all cost, what they cost one by one, what is saved, the button.

#[cfg(feature = "full")]
pub use drawn::{badge, message, sum, toggle};

#[cfg(feature = "full")]
mod drawn {
    use crate::card::{Card, Face};
    use crate::texts::{Text, fill};
    use crate::views::card::reading;
    use leptos::prelude::*;

    /// The merchant's words at a list.
    pub fn message(own: &ArcRwSignal<Face>) -> impl IntoView + use<> {
        view! { <div part="message">{reading(own.clone(), |face| face.badge.clone())}</div> }
    }

    /// The merchant's words on a card.
    pub fn badge(card: &Card) -> impl IntoView + use<> {
        view! { <div part="badge">{reading(card.face.clone(), |face| face.badge.clone())}</div> }
    }

    /// Whether a member of a bundle is taken.
    pub fn toggle(card: &Card) -> impl IntoView + use<> {
        let label = fill(Text::BundleInclude, 0, &card.item.title);
        view! { <input part="toggle" type="checkbox" checked=card.member aria-label=label /> }
    }

    /// What a bundle costs, and its button.
    pub fn sum(own: &ArcRwSignal<Face>) -> impl IntoView + use<> {
        let read = |read: fn(&Face) -> String| reading(own.clone(), read);
        view! {
            <div part="sum">
                <span part="total">{read(|face| face.price.clone())}</span>
                <span part="alone">{read(|face| face.prior.clone())}</span>
                <span part="save">{read(|face| face.off.clone())}</span>
                <button part="add-all">{read(Face::label)}</button>
                <div part="status" role="status">{read(Face::status)}</div>
            </div>
        }
    }
}

#[cfg(not(feature = "full"))]
pub use nothing::{badge, message, sum, toggle};

#[cfg(not(feature = "full"))]
mod nothing {
    use crate::card::{Card, Face};
    use leptos::prelude::ArcRwSignal;

    /// No rule says anything at a list.
    pub fn message(_: &ArcRwSignal<Face>) {}

    /// No rule says anything on a card.
    pub fn badge(_: &Card) {}

    /// There is no bundle to take it into.
    pub fn toggle(_: &Card) {}

    /// There is no bundle to add up.
    pub fn sum(_: &ArcRwSignal<Face>) {}
}
