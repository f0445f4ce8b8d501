import 'cobuy/themes/cobuy.css';
import './shop.css';
import { open } from './shop.js';

open();
