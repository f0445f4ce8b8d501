'use client';

import { useEffect } from 'react';
import type {} from 'cobuy/react';
import { open } from '../shop.js';

export default function Page() {
  useEffect(open, []);
  return (
    <>
      <button id="buy">Buy the tent</button>
      <output />
      <cobuy-shelf id="list" placement="pdp" product="tent" limit={6} oncobuy-ready={(event) => console.log(event.detail.placement)}>
        <p>Our bestsellers</p>
      </cobuy-shelf>
      <cobuy-bundle product="tent" />
      <cobuy-added mode="dialog" />
    </>
  );
}
