import frappe

from zhilian_app.stations.boot import extend_bootinfo
from zhilian_app.testing import ZhilianTestCase, make_cadre, make_station, make_team, make_town


class TestBoot(ZhilianTestCase):
    def test_the_desk_knows_the_titles_of_the_readers_stations_only(self):
        town = make_town().name
        own, other = make_station(town), make_station(town)
        liaison = make_cadre(town)
        make_team(own.name, liaison=liaison, officers=False)
        with self.as_user(frappe.db.get_value("Cadre", liaison.name, "user")):
            bootinfo = frappe._dict()
            extend_bootinfo(bootinfo)
        self.assertEqual(bootinfo.zhilian_station_titles, {own.name: own.station_name})
        self.assertNotIn(other.name, bootinfo.zhilian_station_titles)
