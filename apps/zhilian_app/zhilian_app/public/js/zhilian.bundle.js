// What several pages and forms of the app share. Loaded once with the desk and kept by the browser, so that a form
// on a slow line needs nothing more.
import * as draft from "./visits/draft";
import * as history from "./visits/history";
import { PictureTray } from "./visits/pictures";
import * as position from "./visits/position";
import * as saving from "./visits/saving";
import * as start from "./visits/start";
import * as tools from "./visits/tools";
import { show_account } from "./stations/account";
import "./stations/titles";
import "./desk/office";

frappe.provide("zhilian.visits");
frappe.provide("zhilian.stations");

Object.assign(zhilian.visits, tools, history, position, saving, start, { draft, PictureTray });
Object.assign(zhilian.stations, { show_account });
