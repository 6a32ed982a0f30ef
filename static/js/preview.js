// The form as an entrant sees it, for the bureau: conditions and counters work, nothing is sent.

import { bindConditions } from "./conditions.js";
import { Unit } from "./units.js";

const form = document.querySelector("[data-preview]");
const units = [...form.querySelectorAll("[data-unit]")].map((root) => new Unit(root, root.dataset.unit, "", 0));

bindConditions(form, units);
