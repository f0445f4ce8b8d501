//! The payload of the base.

use cobuy_rules::Rules;
use cobuy_snapshot::base::SHOP_KEY;
use cobuy_snapshot::write::file::{self, BaseInfo};
use cobuy_snapshot::write::gzip;
use cobuy_snapshot::{Base, ReadError, Relation};

use super::rows::list;
use super::{Contents, PackError, cards};

/// Most bytes of the base after gzip, as long as it holds no rules. Painting waits for it.
pub const BASE_BYTES: usize = 2_048;
/// Most bytes of a base with rules or bundles; without them it is held to [`BASE_BYTES`] all the same.
pub const RULES_BASE_BYTES: usize = 8_192;

/// Room for the generation: zeros while the lists are fitted, 16 bytes of noise (and their longer codes) later.
const GENERATION_ROOM: usize = 32;

impl Contents<'_> {
    /// The payload of the base with zeros for the generation: as many popular and rising products as fit into
    /// [`BASE_BYTES`]. The longer list gives way first, of equal ones the rising, because the popular one is what is
    /// shown where nothing else is known. Rules and bundles come on top, up to [`RULES_BASE_BYTES`].
    ///
    /// # Errors
    /// [`PackError::Write`], [`PackError::BaseTooLarge`] if it does not fit even without lists, or
    /// [`PackError::RulesTooLarge`].
    pub fn base(&self, k: u8) -> Result<Vec<u8>, PackError> {
        let mut popular = self.shop_list(Relation::Popular);
        let mut rising = self.shop_list(Relation::Rising);
        loop {
            let payload = self.base_with(k, &popular, &rising, None)?;
            let got = file_bytes(&payload);
            if got <= BASE_BYTES {
                return self.with_rules(k, &popular, &rising, payload);
            }
            let longer = if popular.len() > rising.len() { &mut popular } else { &mut rising };
            longer.pop().ok_or(PackError::BaseTooLarge { got, limit: BASE_BYTES })?;
        }
    }

    /// The same base with its rules; `plain` is it without.
    fn with_rules(
        &self,
        k: u8,
        popular: &[u32],
        rising: &[u32],
        plain: Vec<u8>,
    ) -> Result<Vec<u8>, PackError> {
        let rules = &self.settings.rules;
        if rules.is_empty() {
            return Ok(plain);
        }
        let payload = self.base_with(k, popular, rising, Some(rules))?;
        let got = file_bytes(&payload);
        if got > RULES_BASE_BYTES {
            let without = file_bytes(&plain);
            return Err(PackError::RulesTooLarge { got, without, limit: RULES_BASE_BYTES });
        }
        Ok(payload)
    }

    fn base_with(
        &self,
        k: u8,
        popular: &[u32],
        rising: &[u32],
        rules: Option<&Rules>,
    ) -> Result<Vec<u8>, PackError> {
        let lists = [(Relation::Popular, popular), (Relation::Rising, rising)];
        let mut rows: Vec<_> = lists
            .into_iter()
            .map(|(relation, products)| list(self.catalogue, SHOP_KEY, relation, products.iter().copied()))
            .collect();
        let mut products = [popular, rising].concat();
        let mut items = vec![cards::list(SHOP_KEY)];
        for (key, listed) in rules.iter().flat_map(|rules| &rules.lists) {
            items.push(cards::list(key));
            rows.push(list(self.catalogue, key, Relation::Popular, listed.iter().copied()));
            products.extend(listed);
        }
        products.sort_unstable();
        products.dedup();
        items.extend(products.into_iter().map(|product| self.card(product)));
        if rules.is_none() {
            items.iter_mut().for_each(|item| (item.sets, item.brand) = (0, 0));
        }
        let recipe = self.model.recipe.to_string();
        let write = |reason| PackError::Write { file: "base.bin".to_owned(), reason };
        let info = self.base_info(k, &recipe);
        let (rules, bundles) =
            rules.map_or_else(Default::default, |rules| (&rules.rules[..], &rules.bundles[..]));
        file::base(&BaseInfo { rules, bundles, ..info }, &items, &rows).map_err(write)
    }

    fn base_info<'i>(&'i self, k: u8, recipe: &'i str) -> BaseInfo<'i> {
        let (settings, model) = (self.settings, self.model);
        let holdout = model.holdout.as_ref();
        let mut currency = [0; 3];
        if let Some(known) = &settings.currency {
            currency.copy_from_slice(known.as_str().as_bytes());
        }
        BaseInfo {
            generation: [0; 16],
            as_of_ms: self.as_of_ms,
            prices_as_of_ms: self.prices_as_of_ms,
            price_max_age_s: settings.price_max_age_s,
            products: self.catalogue.products.len() as u32,
            k,
            weight_exponent: model.weight_exponent,
            currency,
            exponent: settings.currency.map_or(0, |currency| currency.exponent()),
            tax_display: settings.tax_display.number(),
            popular_share: model.popular_share,
            holdout_hr6: holdout.map_or(0, |holdout| (holdout.hr6 * 65_535.0).round() as u16),
            locale: &settings.locale,
            country: &settings.country,
            customer_group: &settings.customer_group,
            recipe,
            url_template: &settings.url_template,
            image_template: &settings.image_template,
            rank_only: settings.rank_only,
            viewed: settings.viewed,
            decay: model.decay_q15.clone(),
            rules: &[],
            bundles: &[],
            // Without a hold-out nothing is known of scores, and the engine refuses nothing.
            calibration: holdout
                .map(|_| (Relation::Together, model.calibration))
                .into_iter()
                .chain(model.relations.similar_calibration.map(|table| (Relation::Similar, table)))
                .chain(model.relations.next_calibration.map(|table| (Relation::Next, table)))
                .collect(),
            options: settings.options.clone(),
        }
    }
}

/// Bytes of a base's file once it has its generation.
fn file_bytes(payload: &[u8]) -> usize {
    gzip::compress(payload).len() + GENERATION_ROOM
}

/// A base's payload with this generation.
///
/// # Errors
/// [`ReadError`] if it is no base.
pub fn with_generation(mut payload: Vec<u8>, generation: [u8; 16]) -> Result<Vec<u8>, ReadError> {
    let field = Base::open(&payload)?.head.generation.as_ptr().addr();
    let at = field - payload.as_ptr().addr();
    payload[at..at + generation.len()].copy_from_slice(&generation);
    Ok(payload)
}

/// A base's payload as it is hashed: zeros for the generation.
///
/// # Errors
/// [`ReadError`] if it is no base.
pub fn clear_generation(payload: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    with_generation(payload, [0; 16])
}
