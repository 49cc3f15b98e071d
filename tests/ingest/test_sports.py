import pytest

from ingest.activity import FOOT_SPORTS
from ingest.sports import sport_of

#: One sport a line, in as many languages as there are words.
WORDS = {
    "cycling": (
        "Radfahren Rennrad Mountainbiken Ciclismo Bicicleta Vélo Cyclisme VTT Fietsen "
        "Wielrennen Sykling Cykling Kolarstwo Rower Cyklistika Kolesarjenje Biciklizam Ciclism "
        "Колоездене Велоспорт Велосипед Велопробег Ποδηλασία Pyöräily Rattasõit Riteņbraukšana "
        "Kerékpározás Bisiklet サイクリング 自転車 骑行 騎自行車 자전거 دراجة רכיבה साइकिलिंग "
        "Bersepeda ปั่นจักรยาน VirtualRide EBikeRide Ride Gravel_Ride BIKING"
    ),
    "swimming": (
        "Schwimmen Natación Natação Natation Nuoto Zwemmen Svømming Simning Uinti Pływanie "
        "Plavání Plivanje Înot Плавание Плуване Κολύμβηση Úszás Yüzme 水泳 游泳 수영 "
        "lap_swimming"
    ),
    "rowing": (
        "Rudern Aviron Remo Canottaggio Roeien Roing Soutu Wioślarstwo Veslování Veslanje "
        "Evezés Canotaj Kürek Гребля Гребане Κωπηλασία ローイング 划船 Rowing Kajak Kayaking"
    ),
    "cross_country_skiing": (
        "Langlauf Skifahren Skiwandern Esquí Sci Langrenn Skidor Hiihto Narciarstwo Lyžování "
        "Smučanje Skijanje Schi Ски Лыжи Лижі Suusatamine スキー 滑雪 NordicSki BackcountrySki"
    ),
    "inline_skating": (
        "Eislaufen Schlittschuhlaufen Patinage Patinaje Pattinaggio Schaatsen Skridskoåkning "
        "Skøyter Luistelu Łyżwy Bruslení Klizanje Коньки スケート IceSkate InlineSkate"
    ),
    "running": (
        "Laufen Volkslauf Joggen Footing Correr Carrera Corrida Corsa Hardlopen Løping Löpning "
        "Juoksu Bieganie Běh Trčanje Alergare Бег Бягане Біг Τρέξιμο Jooks Skriešana Bėgimas "
        "Futás Koşu ランニング 跑步 달리기 جري ריצה दौड़ना วิ่ง MorningRun Run RUNNING parkrun"
    ),
    "hiking": (
        "Wandern Randonnée Senderismo Escursionismo Vandring Vaellus Turistika Planinarenje "
        "Drumeție Поход Πεζοπορία Túrázás ハイキング 徒步 Hike Trekking"
    ),
    "walking": (
        "Spaziergang Marche Caminata Caminhada Camminata Wandelen Gåtur Promenad Kävely Spacer "
        "Chůze Hodanje Šetnja Ходьба Прогулка Séta Yürüyüş ウォーキング 散歩 걷기 Walk"
    ),
    "driving": "Motorcycle Driving Auto",
    "other": "Other Sonstiges Otro Autre Altro その他",
    "generic": (
        "Blorp soccer Tennis Tremor Tomorrow Remote Versailles Snowdonia Ichikawa Mobility Flexibility Brunch"
    ),
}
PHRASES = {
    "cycling": ["Jazda na rowerze", "Vožnja bicikla", "E-Bike Ride", "Đạp xe", "mountain biking"],
    "cross_country_skiing": ["Ski de fond", "Běh na lyžích", "Cross-Country Ski"],
    "running": ["Course à pied", "Chạy bộ", "Trail Run", "Run/Walk", "Long run"],
    "hiking": ["Doğa yürüyüşü"],
    "walking": ["Nordic Walking", "Đi bộ", "Jalan kaki"],
    "fitness_equipment": ["Weight Training"],
}


@pytest.mark.parametrize("sport", WORDS)
def test_a_sport_is_known_in_many_languages(sport):
    wrong = {word: found for word in WORDS[sport].split() if (found := sport_of(word)[0]) != sport}

    assert not wrong


@pytest.mark.parametrize("sport", PHRASES)
def test_a_sport_of_several_words_is_known(sport):
    assert {phrase: sport_of(phrase)[0] for phrase in PHRASES[sport]} == dict.fromkeys(PHRASES[sport], sport)


@pytest.mark.parametrize("word", ["RADFAHREN", "radfahren", "Rad-Fahren", "rad_fahren", " Radfahren "])
def test_letters_and_separators_do_not_matter(word):
    assert sport_of(word)[0] not in FOOT_SPORTS


@pytest.mark.parametrize("word", [None, "", "   ", "-", "\N{COMBINING ACUTE ACCENT}", "x" * 10_000])
def test_what_names_nothing_is_generic(word):
    assert sport_of(word) == ("generic", None)
