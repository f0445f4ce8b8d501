// What a shop's platform or its consent manager says of consent, where the shop itself says nothing. Loaded only where
// one of them is on the page (generic.js).

/** @typedef {import('./host.d.ts').Consent} Consent */
/** @typedef {(consent: Consent) => void} Changed */

/** Purposes of the Transparency and Consent Framework: store or access, measure. */
const [STORE, MEASURE] = [1, 8];

/**
 * Consent now, from the first that answers; calls back on every change.
 * @param {any} page the window
 * @param {Changed} changed
 * @returns {Promise<Consent>}
 */
export async function consent(page, changed) {
  return (await shopify(page, changed)) ?? wordpress(page, changed) ?? (await framework(page, changed)) ?? {};
}

/** @param {any} page @param {Changed} changed @returns {Promise<Consent | undefined>} */
async function shopify({ document, Shopify }, changed) {
  if (!Shopify?.customerPrivacy && Shopify?.loadFeatures) {
    const features = [{ name: 'consent-tracking-api', version: '0.1' }];
    await new Promise((resolve) => Shopify.loadFeatures(features, resolve));
  }
  const privacy = Shopify?.customerPrivacy;
  if (!privacy) return undefined;
  const now = () => ({
    storage: !!privacy.preferencesProcessingAllowed?.(),
    analytics: !!privacy.analyticsProcessingAllowed?.(),
  });
  document.addEventListener('visitorConsentCollected', () => changed(now()));
  return now();
}

/** @param {any} page @param {Changed} changed @returns {Consent | undefined} */
function wordpress({ document, wp_has_consent: has }, changed) {
  if (!has) return undefined;
  const now = () => ({ storage: !!has('preferences'), analytics: !!has('statistics') });
  for (const name of ['wp_listen_for_consent_change', 'wp_consent_type_defined']) {
    document.addEventListener(name, () => changed(now()));
  }
  return now();
}

/** @param {any} page @param {Changed} changed @returns {Promise<Consent | undefined>} */
function framework({ __tcfapi: api }, changed) {
  if (!api) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    api('addEventListener', 2, (/** @type {any} */ data, /** @type {boolean} */ success) => {
      const { eventStatus, gdprApplies, purpose } = data ?? {};
      const decided = eventStatus === 'tcloaded' || eventStatus === 'useractioncomplete';
      const may = (/** @type {number} */ number) => gdprApplies === false || !!purpose?.consents?.[number];
      // Until the shopper has answered nobody has said anything, and nothing is deleted.
      const now = success && (decided || gdprApplies === false) ? { storage: may(STORE), analytics: may(MEASURE) } : {};
      resolve(now);
      changed(now);
    });
  });
}
