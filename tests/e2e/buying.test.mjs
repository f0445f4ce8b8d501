// Product page, cart, checkout and thank-you page.

import { placed } from './common/placement.mjs';
import { BUYING } from './common/placements.mjs';

placed(BUYING);
