// Home page and category pages, for those who look around.

import { placed } from './common/placement.mjs';
import { BROWSING } from './common/placements.mjs';

placed(BROWSING);
