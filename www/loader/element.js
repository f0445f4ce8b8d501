// <cobuy-shelf>: a list of cards; <cobuy-bundle>: products to be bought together; <cobuy-added>: what goes with what was
// just put into the cart; <cobuy-offer>: one offer that may interrupt. An element holds nothing but its shadow root,
// because shops destroy and re-create elements at will; what is known lives in the page's copy.
//
// @slot (default)  what stands until there is a list, and wherever there is none
// @attr placement  pdp | add-to-cart | cart | checkout | thank-you | home | category
// @attr product    key of the product the list is about; without it the host's page says
// @attr heading    the heading's words
// @attr heading-level  its level in the page's outline, 2 by default
// @attr shard      file name of the product's shard, for pages without https
// and every option of the options table
// @event cobuy-ready cobuy-view cobuy-click cobuy-add cobuy-added cobuy-empty cobuy-missing cobuy-dismiss cobuy-error

const ATTRIBUTES = ['placement', 'product', 'relation', 'heading', 'limit', 'min-items', 'min-confidence'];

/** Defines the elements, once. @param {import('./types.d.ts').Page} page */
export function define(page) {
  for (const name of ['cobuy-shelf', 'cobuy-bundle', 'cobuy-added', 'cobuy-offer']) {
    customElements.get(name) ?? customElements.define(name, element(page));
  }
}

/** A class for one name: a class defines one element only. @param {import('./types.d.ts').Page} page */
const element = (page) =>
  class extends HTMLElement {
    static observedAttributes = ATTRIBUTES;

    connectedCallback() {
      // A declarative shadow root is used as it is.
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      if (!root.querySelector('slot')) root.append(document.createElement('slot'));
      page.came(this);
    }

    disconnectedCallback() {
      // A move disconnects and connects in one go; only what stays away is gone.
      queueMicrotask(() => this.isConnected || page.left(this));
    }

    attributeChangedCallback() {
      page.changed(this);
    }
  };
