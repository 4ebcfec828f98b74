// What every page runs. Each part only helps along: all pages work without it.
import { initAll } from "govuk-frontend";

initAll();
