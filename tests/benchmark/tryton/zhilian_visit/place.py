"""Stations and who is on their teams, households, and the register of those to be visited."""

from trytond.cache import Cache
from trytond.model import Index, ModelSQL, fields
from trytond.pool import Pool, PoolMeta
from trytond.transaction import Transaction


class Station(ModelSQL):
    """A village with its team."""

    __name__ = "zhilian.station"
    name = fields.Char("Name", required=True)
    team = fields.Many2Many("zhilian.station-res.user", "station", "user", "Team")


class StationUser(ModelSQL):
    """A member of a team."""

    __name__ = "zhilian.station-res.user"
    station = fields.Many2One("zhilian.station", "Station", required=True)
    user = fields.Many2One("res.user", "User", required=True)


class User(metaclass=PoolMeta):
    """The stations of a user, worked out once."""

    __name__ = "res.user"
    _stations_cache = Cache("zhilian_visit.stations", context=False)

    @classmethod
    def get_stations(cls):
        """Return ids of the stations on whose team the user of the transaction is."""
        user = Transaction().user
        found = cls._stations_cache.get(user)
        if found is None:
            Member = Pool().get("zhilian.station-res.user")
            rows = Member.search([("user", "=", user)])
            found = tuple(row.station.id for row in rows)
            cls._stations_cache.set(user, found)
        return found


class Rule(metaclass=PoolMeta):
    """Lets rules of rows ask for the user's stations."""

    __name__ = "ir.rule"

    @classmethod
    def _get_context(cls, model_name):
        context = super()._get_context(model_name)
        if model_name.startswith("zhilian."):
            context["zhilian_stations"] = Pool().get("res.user").get_stations()
        return context

    @classmethod
    def _get_cache_key(cls, model_names):
        return (*super()._get_cache_key(model_names), Transaction().user)


class Household(ModelSQL):
    """A household with what its list shows of its visits."""

    __name__ = "zhilian.household"
    party = fields.Many2One("party.party", "Householder", required=True)
    address = fields.Char("Address")
    station = fields.Many2One("zhilian.station", "Station", required=True)
    active_home = fields.Boolean("Active")
    visit_count = fields.Integer("Visits")
    last_visited_on = fields.Date("Last Visited On")


class Entry(ModelSQL):
    """A household on the register of a year."""

    __name__ = "zhilian.entry"
    household = fields.Many2One("zhilian.household", "Household", required=True)
    year = fields.Integer("Year", required=True)
    sensitive = fields.Boolean("Sensitive")
    visit_count = fields.Integer("Visits")
    first_visited_on = fields.Date("First Visited On")
    last_visited_on = fields.Date("Last Visited On")

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_indexes.add(
            Index(table, (table.household, Index.Equality()), (table.year, Index.Equality()))
        )
