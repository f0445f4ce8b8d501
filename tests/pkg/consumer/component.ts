// The element as React 19 sees it.

import type { JSX } from 'react';
import type {} from 'cobuy/react';

type Shelf = JSX.IntrinsicElements['cobuy-shelf'];

export const shelf: Shelf = {
  placement: 'cart',
  limit: 4,
  ref: (element) => element?.toggleAttribute('hidden', false),
  'oncobuy-added': (event) => console.log(event.detail.items[0]?.key),
};
// @ts-expect-error: a number is asked for
export const wrong: Shelf = { limit: 'many' };
