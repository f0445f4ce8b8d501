// The script tag: <script async src=".../cobuy.js" data-snapshot="/recs/" data-k="2"></script>

import { define } from './element.js';
import { page } from './page.js';

// By the getter itself: `document.currentScript` may be an element of that name, in a review for example, and then code would
// come from where that says.
const script = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')?.get?.call(document);
const { src, dataset = {} } = /** @type {HTMLScriptElement} */ (script ?? {});
const kind = 'full' in dataset ? '-full' : '';
/** An address that the tag names, else a file beside this one. @param {string} name @param {string} file */
const url = (name, file) => new URL(dataset[name] ?? file, dataset[name] || !src ? location.href : src).href;
const core = url('core', `cobuy-core${kind}.js`);
const host = url('host', 'hosts/generic.js');
const wasm = url('wasm', `cobuy${kind}.wasm`);
define(
  page({
    // `k` and `consent`, as they stand.
    ...dataset,
    snapshot: url('snapshot', 'recs/'),
    core: () => import(core),
    host: () => import(host),
    wasm: (other = wasm) => fetch(new URL(other, wasm)),
  }),
);
