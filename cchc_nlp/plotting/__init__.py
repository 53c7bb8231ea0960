"""Themes → figures worth printing. The only room that imports matplotlib (extra `plots`), and only when it draws."""

from cchc_nlp.plotting.comparing import compared_bars, moved_bars
from cchc_nlp.plotting.figures import save
from cchc_nlp.plotting.overview import heat_map, overview, ranked_bars

__all__ = ["compared_bars", "heat_map", "moved_bars", "overview", "ranked_bars", "save"]
