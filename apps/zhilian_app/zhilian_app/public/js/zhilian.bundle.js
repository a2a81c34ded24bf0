// What several pages and forms of the app share. Loaded once with the desk and kept by the browser, so that a form
// on a slow line needs nothing more.
import * as draft from "./visits/draft";
import * as agenda from "./meetings/agenda";
import * as attendance from "./meetings/attendance";
import * as history from "./visits/history";
import { PictureTray } from "./visits/pictures";
import * as position from "./visits/position";
import * as saving from "./visits/saving";
import * as start from "./visits/start";
import * as steps from "./steps";
import * as from_visit from "./issues/from_visit";
import * as headline from "./issues/headline";
import * as timeline from "./issues/timeline";
import * as tools from "./visits/tools";
import * as item_cards from "./meetings/item_cards";
import { ARTICLE_COLOURS } from "./filings/articles";
import * as circulating from "./filings/circulating";
import * as fund_overview from "./subsidies/fund_overview";
import * as gantt from "./subsidies/gantt";
import * as subsidy_lists from "./subsidies/lists";
import * as subsidy_money from "./subsidies/money";
import * as subsidy_project from "./subsidies/project";
import * as subsidy_tools from "./subsidies/tools";
import { FormTray } from "./subsidies/tray";
import { show_account } from "./stations/account";
import * as board from "./stations/board";
import { BoardTray } from "./stations/board_tray";
import "./stations/titles";
import * as lists from "./desk/lists";
import { KeptRows } from "./desk/kept_rows";
import * as reloading from "./desk/reload";
import * as filing_form from "./filings/form";
import * as filing_headline from "./filings/headline";
import * as filing_words from "./filings/words";
import * as requirement_words from "./filings/requirement_words";
import { Papers } from "./filings/papers";
import "./desk/office";

frappe.provide("zhilian.meetings");
frappe.provide("zhilian.visits");
frappe.provide("zhilian.stations");
frappe.provide("zhilian.steps");
frappe.provide("zhilian.committee");
frappe.provide("zhilian.issues");
frappe.provide("zhilian.subsidies");
frappe.provide("zhilian.lists");
frappe.provide("zhilian.desk");
frappe.provide("zhilian.filings");

Object.assign(zhilian.visits, tools, history, position, saving, start, { draft, PictureTray });
Object.assign(zhilian.steps, steps, timeline);
Object.assign(zhilian.issues, headline, { ask: from_visit.ask });
Object.assign(zhilian.meetings, agenda, attendance, reloading);
Object.assign(zhilian.committee, item_cards);
Object.assign(zhilian.lists, lists);
Object.assign(zhilian.desk, { KeptRows });
Object.assign(zhilian.subsidies, lists, subsidy_lists, gantt, fund_overview);
Object.assign(zhilian.subsidies, subsidy_money, subsidy_project, subsidy_tools, { FormTray });
Object.assign(zhilian.stations, board, { BoardTray, show_account });
Object.assign(zhilian.filings, filing_form, filing_headline, filing_words, requirement_words, {
  Papers,
});
Object.assign(zhilian.filings, circulating, { ARTICLE_COLOURS });
