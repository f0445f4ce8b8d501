// The elements as React 19 sees them, with React's own types.

import type { JSX, Ref } from 'react';
import type { CobuyShelf } from 'cobuy';
import type {} from 'cobuy/react';

export const shelf = (ref: Ref<CobuyShelf>): JSX.Element => (
  <cobuy-shelf
    key="cart"
    ref={ref}
    className="wide"
    placement="cart"
    limit={4}
    min-items="2"
    oncobuy-added={(event) => console.log(event.detail.items[0]?.key)}
    oncobuy-error={(event) => console.log(event.detail.message)}
  >
    <a href="/bestsellers">Our bestsellers</a>
  </cobuy-shelf>
);
export const layers: JSX.Element[] = [
  <cobuy-bundle product="tent" />,
  <cobuy-added mode="drawer" />,
  <cobuy-offer interrupt="both" />,
];
// What a cobuy element does not have.
export const wrong: JSX.Element[] = [
  // @ts-expect-error: a number is asked for
  <cobuy-shelf limit="many" />,
  // @ts-expect-error: no such word
  <cobuy-added mode="window" />,
  // @ts-expect-error: an added list has no message
  <cobuy-shelf oncobuy-added={(event) => console.log(event.detail.message)} />,
];
