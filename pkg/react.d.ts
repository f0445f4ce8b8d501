/** The elements in JSX, for React 19: `import type {} from 'cobuy/react';` once in the project. */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { CobuyElement, CobuyEventMap, ShelfAttributes } from './index.js';

/** React 19 listens to `oncobuy-ready` and the like. */
type Listeners = { [Name in keyof CobuyEventMap as `on${Name}`]?: (event: CobuyEventMap[Name]) => void };

type Element = DetailedHTMLProps<HTMLAttributes<CobuyElement>, CobuyElement> & ShelfAttributes & Listeners;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'cobuy-shelf': Element;
      'cobuy-bundle': Element;
      'cobuy-added': Element & { mode?: 'auto' | 'dialog' | 'drawer' | 'inline' };
      'cobuy-offer': Element;
    }
  }
}
