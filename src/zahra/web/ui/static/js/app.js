// Every page's script. Pages work without it; each module makes one thing quicker or kinder.
import "./announcing.js";
import "./choosing.js";
import "./codes.js";
import "./dialogs.js";
import "./filtering.js";
import "./forms.js";
import "./gallery.js";
import "./totals.js";
import "./passkeys.js";
import "./passwords.js";
import "./pins.js";
import "./remembering.js";
import "./searching.js";
import "./themes.js";
import "./toasts.js";
