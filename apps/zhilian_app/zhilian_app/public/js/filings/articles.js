// Articles of the stations: the colours of their states.
export const ARTICLE_COLOURS = {
  Draft: "orange",
  "Team Review": "purple",
  "Handed In": "blue",
  Chosen: "green",
  Filed: "gray",
  Returned: "red",
};
