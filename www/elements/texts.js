// Words of the layers. Other languages and a shop's own words come by name, as those of src/texts.rs do.

/** @type {Record<string, string>} */
const WORDS = {
  'layer-added': 'Added to your cart',
  'layer-offer': 'Something to go with it?',
  'layer-close': 'Close',
  'layer-continue': 'Continue shopping',
  'layer-decline': 'No, thank you',
  'open-cart': 'View cart',
};

/** A text as the page words it. @param {import('../loader/types.d.ts').Page} page @param {string} name */
export const word = (page, name) => page.texts[name] ?? WORDS[name];
