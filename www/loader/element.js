// <cobuy-shelf>: a list of cards. The element holds nothing but its shadow root, because shops destroy and re-create
// elements at will; what is known lives in the page's copy.
//
// @slot (default)  what stands until there is a list, and wherever there is none
// @attr placement  pdp | cart
// @attr product    key of the product the list is about; without it the host's page says
// @attr heading    the heading's words
// @attr heading-level  its level in the page's outline, 2 by default
// @attr shard      file name of the product's shard, for pages without https
// and every option of the options table
// @event cobuy-ready cobuy-view cobuy-click cobuy-add cobuy-added cobuy-empty cobuy-error

const NAME = 'cobuy-shelf';
const ATTRIBUTES = ['placement', 'product', 'heading', 'heading-level', 'limit', 'min-items', 'min-confidence'];

/** Defines the elements, once. @param {import('./types.d.ts').Page} page */
export function define(page) {
  if (customElements.get(NAME)) return;
  customElements.define(
    NAME,
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
    },
  );
}
