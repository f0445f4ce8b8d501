import 'cobuy/themes/cobuy.css';
import { open } from './shop.js';

open();
