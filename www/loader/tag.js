// The script tag: <script async src=".../cobuy.js" data-snapshot="/recs/" data-k="2"></script>

import { define } from './element.js';
import { page } from './page.js';

// By the getter itself: `document.currentScript` may be an element of that name, in a review for example, and then code would
// come from where that says.
const script = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')?.get?.call(document);
const { src, dataset = {} } = /** @type {HTMLScriptElement} */ (script ?? {});
const { snapshot, wasm, core, host } = dataset;
const kind = 'full' in dataset ? '-full' : '';
/** @param {string | undefined} own @param {string} name */
const url = (own, name) => new URL(own ?? name, own || !src ? location.href : src).href;
define(
  page({
    // `k` and `consent`, as they stand.
    ...dataset,
    snapshot: url(snapshot, 'recs/'),
    wasm: url(wasm, `cobuy${kind}.wasm`),
    code: url(core, `cobuy-core${kind}.js`),
    hosts: url(host, 'hosts/generic.js'),
  }),
);
