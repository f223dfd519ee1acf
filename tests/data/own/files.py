"""Files as people have them, each with what must be understood of it.

`types` has a letter for each column: n(umber), c(ategory), d(ate), t(ext), - (ignored). `values`
are the first numbers of columns, `labels` the first categories; None is a missing cell. `kinds` are
all kinds of problems and notices that must be reported, and no other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

CASES = Path(__file__).with_name("cases")
LETTERS = {"n": "number", "c": "category", "d": "date", "t": "text", "-": "ignore"}


@dataclass(frozen=True)
class File:
    name: str
    content: bytes
    types: str
    separator: str = ","
    decimal: str = "."
    encoding: str = "utf-8"
    header: bool = True
    skip: int = 0
    target: str | None = None
    classes: tuple[str, ...] | None = None
    values: Mapping[str, Sequence[float | None]] = field(default_factory=dict)
    labels: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    used: int | None = None


def lines(*rows: str, end: str = "\n", encoding: str = "utf-8") -> bytes:
    return (end.join(rows) + end).encode(encoding)


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


def kinds(*names: str) -> frozenset[str]:
    return frozenset(names)


def day(year: int, month: int, of_month: int) -> float:
    return float((date(year, month, of_month) - date(1970, 1, 1)).days)


_HUNDRED = [f"v{i}" for i in range(99)]
_REVIEWS = [
    "I liked this film very much", "A dull film and far too long", "Very much a film to see again",
    "Too long and very dull", "I will see this film again", "A film far too dull for me",
]  # fmt: skip

FILES: tuple[File, ...] = (
    File(
        "de-thousands", case("1-de-thousands.csv"), "nnn", ";", ",",
        target="Klasse", classes=("0", "1"), used=8,
        values={"Preis": [500, 750, 980, 1250, 2400, 3100, 12500, 900], "Breite": [0.5, 1.5]},
        kinds=kinds("grouped"),
    ),
    File(
        "de-money", case("2-de-money-becomes-category.csv"), "nn", ";", ",",
        target="Klasse", values={"Preis": [500, 750.1, 1250, 2400.99, 980.5, 12500]},
        kinds=kinds("grouped"),
    ),
    File(
        "none-is-a-class", case("4-none-is-a-class.csv"), "nnc", target="treatment", used=40,
        classes=("DrugA", "None"), kinds=kinds("word_kept"),
    ),
    File(
        "space-before-quote", case("5-space-before-quote.csv"), "nnc", target="k",
        classes=("no", "yes"), used=20,
    ),
    File(
        "preamble", case("10-preamble.csv"), "nnn", skip=2, target="k", used=20,
        values={"v": [0, 0.37, 0.74], "w": [0, 1, 2]}, kinds=kinds("skipped"),
    ),
    File(
        "de-excel-1252",
        lines("Größe;Gewicht;Geschlecht", "1,80;80,5;männlich", "1,65;60;weiblich",
              "1,72;71,25;weiblich", "1,91;95;männlich", "1,58;;weiblich",
              end="\r\n", encoding="windows-1252"),
        "nnc", ";", ",", "windows-1252", target="Geschlecht", classes=("männlich", "weiblich"),
        values={"Größe": [1.8, 1.65, 1.72], "Gewicht": [80.5, 60, 71.25, 95, None]},
        missing={"Gewicht": 1}, kinds=kinds("encoding", "missing_number"),
    ),
    File(
        "de-gaps",
        lines("Alter;Einkommen;Stadt;Kauf", "34;2.500,00 €;Köln;ja", "k.A.;3.100,50 €;Bonn;nein",
              "51;–;Köln;ja", "28;1.800,00 €;leer;nein", "45;4.020,10 €;Bonn;ja",
              "39;2.900,00 €;Köln;nein"),
        "nncc", ";", ",", target="Kauf", classes=("ja", "nein"),
        values={"Alter": [34, None, 51], "Einkommen": [2500, 3100.5, None, 1800]},
        labels={"Stadt": ["Köln", "Bonn", "Köln", None]},
        missing={"Alter": 1, "Einkommen": 1, "Stadt": 1}, units={"Einkommen": "€"},
        kinds=kinds("missing_number", "missing_category", "grouped", "unit"),
    ),
    File(
        "de-dates",
        lines("Datum;Umsatz (€);Filiale", "01.03.2024;1.200,50;A", "02.03.2024;980,00;B",
              "15.03.2024;1.410,75;A", "31.03.2024;1.005,25;B", "01.04.2024;870,10;A"),
        "dnc", ";", ",", target="Filiale", classes=("A", "B"),
        values={"Datum": [day(2024, 3, 1), day(2024, 3, 2), day(2024, 3, 15)],
                "Umsatz (€)": [1200.5, 980, 1410.75]},
        units={"Umsatz (€)": "€"}, kinds=kinds("dates", "grouped"),
    ),
    File(
        "de-all-ambiguous",
        lines("Preis;Sorte", "1.250;a", "2.400;b", "3.100;a", "1.980;b", "2.750;a"),
        "nc", ";", ",", target="Sorte", values={"Preis": [1250, 2400, 3100]},
        kinds=kinds("decimal_guess", "grouped"),
    ),
    File(
        "fr-spaces",
        lines("Prix;Surface;Ville", "1\u202f250,50;45,5;Lyon", "980,00;32,0;Paris",
              "2\u00a0100,25;78,5;Lyon", "12 500,00;120,0;Paris", "1 750,75;60,5;Lyon"),
        "nnc", ";", ",", target="Ville", classes=("Lyon", "Paris"),
        values={"Prix": [1250.5, 980, 2100.25, 12500, 1750.75]}, kinds=kinds("grouped"),
    ),
    File(
        "fr-percent",
        lines("Taux;Âge;Réponse", "12,5 %;34;oui", "7 %;51;non", "-3,25 %;28;oui", "40 %;45;non"),
        "nnc", ";", ",", target="Réponse", classes=("non", "oui"),
        values={"Taux": [12.5, 7, -3.25, 40]}, units={"Taux": "%"}, kinds=kinds("unit"),
    ),
    File(
        "fr-dates-slashes",
        lines("date;valeur;classe", "05/03/2024;1,5;a", "17/03/2024;2,5;b", "28/03/2024;3,5;a",
              "02/04/2024;4,5;b"),
        "dnc", ";", ",", target="classe",
        values={"date": [day(2024, 3, 5), day(2024, 3, 17)]}, kinds=kinds("dates"),
    ),
    File(
        "ch-apostrophe",
        lines("Betrag;Kanton;Kauf", "CHF 1'250.50;ZH;1", "CHF 980.00;BE;0", "CHF 12'000.–;ZH;1",
              "CHF 1’100.75;BE;0", "CHF 640.25;ZH;1"),
        "ncn", ";", target="Kauf", values={"Betrag": [1250.5, 980, 12000, 1100.75, 640.25]},
        units={"Betrag": "CHF"}, kinds=kinds("grouped", "unit"),
    ),
    File(
        "in-lakh",
        lines("income,city,loan", '"₹1,25,000",Pune,yes', '"₹85,000",Delhi,no',
              '"₹12,34,567.50",Pune,yes', '"₹4,50,000",Delhi,no', '"₹99,999",Pune,no'),
        "ncc", target="loan", values={"income": [125000, 85000, 1234567.5, 450000, 99999]},
        units={"income": "₹"}, kinds=kinds("grouped", "unit"),
    ),
    File(
        "us-money",
        lines("revenue,margin,rating", '"$1,250.00",7%,A', "($80.50),-2%,B", '"$12,000",15%,A',
              "$ 1.30,3.5%,B", "-$5,0%,A"),
        "nnc", target="rating",
        values={"revenue": [1250, -80.5, 12000, 1.3, -5], "margin": [7, -2, 15, 3.5, 0]},
        units={"revenue": "$", "margin": "%"}, kinds=kinds("grouped", "parentheses", "unit"),
    ),
    File(
        "us-dates",
        lines("when,amount,ok", "03/25/2024,1.5,yes", "04/01/2024,2.5,no", "12/31/2023,3.5,yes",
              "01/02/2024,4.5,no"),
        "dnc", target="ok",
        values={"when": [day(2024, 3, 25), day(2024, 4, 1), day(2023, 12, 31), day(2024, 1, 2)]},
        kinds=kinds("dates"),
    ),
    File(
        "dates-either-way",
        lines("when,amount,ok", "03/04/2024,1.5,yes", "05/06/2024,2.5,no", "07/08/2024,3.5,yes",
              "01/02/2024,4.5,no"),
        "dnc", target="ok", values={"when": [day(2024, 3, 4), day(2024, 5, 6)]},
        kinds=kinds("dates", "date_order"),
    ),
    File(
        "iso-dates-with-time",
        lines("at,load,state", "2024-03-01T06:00,1.5,ok", "2024-03-01 18:00:00,2.5,bad",
              "2024-03-02T00:00Z,3.5,ok", "2024-03-02T12:00,4.5,bad"),
        "dnc", target="state",
        values={"at": [day(2024, 3, 1) + 0.25, day(2024, 3, 1) + 0.75, day(2024, 3, 2)]},
        kinds=kinds("dates"),
    ),
    File(
        "month-names",
        lines("day,x,y", "1 Jan 2024,1.5,a", "15 March 2024,2.5,b", "2 Dec 2023,3.5,a",
              "30 Jun 2024,4.5,b"),
        "dnc", target="y", values={"day": [day(2024, 1, 1), day(2024, 3, 15)]},
        kinds=kinds("dates"),
    ),
    File(
        "accounting",
        lines("balance,change,flag", "100.50,12.50-,a", "(0.5),3.00,b", '"(1,200)",7.25-,a',
              "80,1,b"),
        "nnc", target="flag",
        values={"balance": [100.5, -0.5, -1200, 80], "change": [-12.5, 3, -7.25, 1]},
        kinds=kinds("parentheses", "trailing"),
    ),
    File(
        "scientific",
        lines("k,rate,phase", "1.5e-3,2E+06,solid", "2.25e-3,1e6,liquid", "7e-4,3.5E6,solid",
              "9.1e-3,4e6,liquid"),
        "nnc", target="phase", values={"k": [0.0015, 0.00225], "rate": [2e6, 1e6, 3.5e6]},
    ),
    File(
        "excel-bom",
        b"\xef\xbb\xbf" + lines("Größe;Farbe", "1,5;rot", "2,5;blau", "3,5;rot", "4,5;blau",
                                end="\r\n"),
        "nc", ";", ",", target="Farbe", classes=("blau", "rot"), values={"Größe": [1.5, 2.5]},
    ),
    File(
        "excel-unicode-text",
        lines("size\tcolor", "1.5\tred", "2.5\tblue", "3.5\tred", "4.5\tblue", end="\r\n",
              encoding="utf-16"),
        "nc", "\t", encoding="utf-16", target="color", values={"size": [1.5, 2.5]},
    ),
    File(
        "excel-sep-line",
        lines("sep=;", "a;b;c", "1,5;2;x", "2,5;3;y", "3,5;5;x", "4,5;7;y", end="\r\n"),
        "nnc", ";", ",", skip=1, target="c", values={"a": [1.5, 2.5], "b": [2, 3, 5, 7]},
    ),
    File(
        "mac-roman",
        lines("taille;prénom;reçu", "1,5;Zoé;été", "2,5;Zoé;hiver", "3,5;Agnès;été",
              "4,5;Agnès;hiver", end="\r", encoding="mac_roman"),
        "ncc", ";", ",", "macintosh", target="reçu", classes=("hiver", "été"),
        labels={"prénom": ["Zoé", "Zoé", "Agnès"]}, kinds=kinds("encoding"),
    ),
    File(
        "tabs",
        lines("x\tmass\tkind", "1.5\t2,000\ta", "2.5\t3,000\tb", "3.5\t4,500\ta",
              "4.5\t5,250\tb"),
        "nnc", "\t", target="kind", values={"mass": [2000, 3000, 4500, 5250]},
        kinds=kinds("grouped"),
    ),
    File(
        "pipes",
        lines("x|note|kind", "1.5|good, but late|a", "2.5|fine|b", "3.5|good, but late|a",
              "4.5|fine|b"),
        "ncc", "|", target="kind", labels={"note": ["good, but late", "fine"]},
    ),
    File(
        "report-with-title",
        lines("Quarterly report;;;", "Created: 2024-03-01;;;", "", "region;q1;q2;grade",
              "north;1,5;2,5;a", "south;2,5;3,5;b", "north;3,5;1,5;a", "south;0,5;2,5;b", "",
              "Source: the office's own survey;;;"),
        "cnnc", ";", ",", skip=3, target="grade", values={"q1": [1.5, 2.5, 3.5, 0.5]},
        kinds=kinds("skipped"), used=4,
    ),
    File(
        "footnotes-and-total",
        lines("item,price,kind", "pen,1.50,a", "ink,7.25,b", "pen,1.75,a", "ink,6.80,b",
              "Total,17.30,", "* prices without tax", "Source: shop"),
        "cnc", target="kind", values={"price": [1.5, 7.25, 1.75, 6.8]}, kinds=kinds("skipped"),
        used=4,
    ),
    File(
        "comment-before-names",
        lines("# t, v, k", "0.5, 1.5, a", "1.0, 2.5, b", "# sensor restarted", "1.5, 3.5, a",
              "2.0, 4.5, b"),
        "nnc", target="k", values={"t": [0.5, 1, 1.5, 2]}, kinds=kinds("skipped"),
    ),
    File(
        "r-row-names",
        lines('"mpg" "cyl"'.replace(" ", ",") + ',"am"', '"Mazda",21,6,"auto"',
              '"Datsun",22.8,4,"manual"', '"Hornet",21.4,6,"auto"', '"Valiant",18.1,6,"manual"',
              '"Duster",14.3,8,"auto"'),
        "-nnc", target="am", values={"mpg": [21, 22.8, 21.4], "cyl": [6, 4, 6]},
        kinds=kinds("own_values", "short_header"),
    ),
    File(
        "quoted-newlines",
        lines('name,"size', '(cm)",kind', '"Ann', 'Smith",1.5,a', '"Bob ""B""",2.5,b',
              '"Ann', 'Smith",3.5,a', '"Bob ""B""",4.5,b'),
        "cnc", target="kind", labels={"name": ["Ann\nSmith", 'Bob "B"']},
        values={"size (cm)": [1.5, 2.5, 3.5, 4.5]}, units={"size (cm)": "cm"},
    ),
    File(
        "spaces-around-quotes",
        lines('v, k , z', '0.5, "yes" , 1', '1.5, "no, thanks" , 2', '2.5, "yes" , 1',
              '3.5, "no, thanks" , 2'),
        "ncn", target="z", labels={"k": ["yes", "no, thanks"]}, classes=("1", "2"),
    ),
    File(
        "one-column", lines("length", "0,5", "1,5", "2,5", "4,5"), "n", ";", ",",
        target="length", values={"length": [0.5, 1.5, 2.5, 4.5]}, kinds=kinds("no_inputs"),
    ),
    File(
        "hundred-columns",
        lines(",".join([*_HUNDRED, "class"]),
              *(",".join([*(str(i * j % 7 + j / 10) for j in range(99)), "ab"[i % 2]])
                for i in range(20))),
        "n" * 99 + "c", target="class", values={"v98": [9.8, 9.8, 9.8, 9.8]},
        kinds=kinds("constant"),
    ),
    File(
        "all-missing",
        lines("a,b,c,k", "1.5,,NA,x", "2.5,,NaN,y", "3.5,,None,x", "4.5,,–,y"),
        "n--c", target="k", missing={"b": 4, "c": 4}, kinds=kinds("all_missing"),
    ),
    File(
        "gaps-in-many-words",
        lines("a,b,c,k", "1.5,7,red,x", "NA,8,blue,y", "2.5,None,red,x", "3.5,9,n/a,y",
              "NaN,?,blue,x", "4.5,11,red,y", "5.5,12,blue,x", "#N/A,–,red,y"),
        "nncc", target="k", missing={"a": 3, "b": 3, "c": 1},
        kinds=kinds("missing_number", "missing_category"),
    ),
    File(
        "na-is-namibia",
        lines("country,gdp,rich", "NA,4.9,no", "DE,48.7,yes", "NA,5.1,no", "DE,50.2,yes",
              "ZA,6.8,no", "ZA,7.1,no"),
        "cnc", target="rich", labels={"country": ["NA", "DE", "NA"]}, kinds=kinds("word_kept"),
    ),
    File(
        "years-as-header",
        lines("Land;2019;2020;2021;Gruppe", "A;1,5;2,5;3,5;x", "B;2,5;3,5;4,5;y",
              "A;3,5;4,5;6,5;x", "B;0,5;1,5;2,5;y"),
        "cnnnc", ";", ",", target="Gruppe", values={"2019": [1.5, 2.5], "2021": [3.5, 4.5]},
    ),
    File(
        "numbers-as-names",
        lines(",0,1,2,3", "0,5.1,3.5,1.4,a", "1,4.9,3.0,1.4,b", "2,6.3,3.3,6.0,a",
              "3,5.8,2.7,5.1,b"),
        "-nnnc", target="3", values={"0": [5.1, 4.9], "2": [1.4, 1.4, 6, 5.1]},
        kinds=kinds("index"),
    ),
    File(
        "no-header", lines("5.1,3.5,a", "4.9,3.0,b", "6.3,3.3,a", "5.8,2.7,b"), "nnc",
        header=False, target="column 3", values={"column 1": [5.1, 4.9, 6.3, 5.8]},
    ),
    File(
        "names-twice",
        lines("x,x,,k", "1,2.5,3,a", "2,3.5,4,b", "3,4.5,4,a", "5,5.5,3,b"), "nnnc", target="k",
        values={"x": [1, 2, 3, 5], "x (2)": [2.5, 3.5], "column 3": [3, 4]}, kinds=kinds("twice"),
    ),
    File(
        "booleans-in-four-spellings",
        lines("member,paid,x,churn", "yes,TRUE,1.5,0", "Yes,false,2.5,1", "YES,True,3.5,0",
              "no,FALSE,4.5,1", "y,true,5.5,1", "No,False,6.5,0", "n,TRUE,7.5,1"),
        "ccnn", target="churn",
        labels={"member": ["yes", "yes", "yes", "no", "yes", "no", "no"],
                "paid": ["TRUE", "false", "TRUE"]},
        kinds=kinds("merged"),
    ),
    File(
        "spellings-of-a-class",
        lines("x,answer", "1.5,Ja", "2.5,ja", "3.5,nein", "4.5,Nein", "5.5,ja", "6.5,nein"), "nc",
        target="answer", classes=("ja", "nein"), kinds=kinds("merged"),
    ),
    File(
        "ids-and-constants",
        lines("customer_id,uuid,x,unit,source,k", "1041,a1f,1.5,kg,web,a", "1077,b2e,2.5,kg,web,b",
              "1102,c3d,3.5,kg,web,a", "1188,d4c,4.5,kg,web,b", "1203,e5b,5.5,kg,web,a"),
        "--nccc", target="k", kinds=kinds("identifier", "own_values", "constant"),
    ),
    File(
        "near-unique-text",
        lines("name,height,team", "Ann,1.71,red", "Bob,1.82,blue", "Cem,1.65,red",
              "Dan,1.90,blue", "Eva,1.58,red", "Ann,1.77,blue"),
        "-nc", target="team", kinds=kinds("own_values"),
    ),
    File(
        "texts",
        lines("review,mood", *(f"{text},{'good' if i % 2 == 0 else 'bad'}"
                               for i, text in enumerate(_REVIEWS))),
        "tc", target="mood", classes=("bad", "good"), used=6,
    ),
    File(
        "numbers-with-units",
        lines("weight [kg],length,kind", "12.5,30 cm,a", "7.25,28.5 cm,b", "9.75,31 cm,a",
              "11,29 cm,b"),
        "nnc", target="kind", values={"length": [30, 28.5, 31, 29]},
        units={"weight [kg]": "kg", "length": "cm"}, kinds=kinds("unit"),
    ),
    File(
        "regression-with-dates",
        lines("sold,area (m²),price (€)", "2024-01-10,45.5,150000", "2024-02-11,60,210500",
              "2024-03-12,72.25,260000", "2024-04-13,38,131000", "2024-05-14,90.5,320000"),
        "dnn", target="price (€)", units={"price (€)": "€", "area (m²)": "m²"},
        values={"price (€)": [150000, 210500]}, kinds=kinds("dates"),
    ),
    File(
        "a-cell-of-another-style",
        lines("x;w;k", "1,5;10;a", "2,5;20;b", "3.75;30;a", "4,5;40;b", "0,5;50;a"),
        "nnc", ";", ",", target="k", values={"x": [1.5, 2.5, None, 4.5]},
        missing={"x": 1}, kinds=kinds("decimal_conflict", "other_decimal", "missing_number"),
    ),
    File(
        "trailing-separator",
        lines("a;b;k", "1,5;2;x;", "2,5;3;y;", "3,5;5;x;", "4,5;7;y;"), "nnc-", ";", ",",
        target="k", values={"a": [1.5, 2.5], "b": [2, 3, 5, 7]}, kinds=kinds("all_missing"),
    ),
    File(
        "ragged",
        lines("a,b,k", "1.5,2,x", "2.5,3", "3.5,5,x", "4.5,7,y,z", "5.5,9,y", "6.5,4,y"), "nnc",
        target="k", values={"a": [1.5, 3.5, 5.5, 6.5]}, kinds=kinds("ragged"), used=4,
    ),
    File(
        "joined-files",
        lines("a,b,k", "1.5,2,x", "2.5,3,y", "a,b,k", "3.5,5,x", "4.5,7,y"), "nnc", target="k",
        values={"a": [1.5, 2.5, 3.5, 4.5]}, kinds=kinds("skipped"), used=4,
    ),
    File(
        "title-with-commas",
        lines("Station 4, north", "Measured 2024, by hand", "", "v,w,k", "1.5,2,a", "2.5,3,b",
              "3.5,4,a", "4.5,5,b"),
        "nnc", skip=3, target="k", values={"v": [1.5, 2.5]}, kinds=kinds("skipped"), used=4,
    ),
    File(
        "facts-before-two-columns",
        lines("Autor;Max", "Datum;01.02.2024", "", "Länge;Masse", "1,5;2", "2,5;3", "3,5;4",
              "4,5;6"),
        "nn", ";", ",", skip=3, target="Masse", values={"Länge": [1.5, 2.5]},
        kinds=kinds("skipped"), used=4,
    ),
    File(
        "postal-codes",
        lines("PLZ;Miete;k", "01067;9,5;a", "80331;21,5;b", "01067;10,25;a", "80331;19,75;b"),
        "cnc", ";", ",", target="k", labels={"PLZ": ["01067", "80331"]}, kinds=kinds("code"),
    ),
    File(
        "dates-of-eight-digits",
        lines("day,x,k", "20240131,1.5,a", "20240229,2.5,b", "20240301,3.5,a", "20240401,4.5,b"),
        "dnc", target="k", values={"day": [day(2024, 1, 31), day(2024, 2, 29)]},
        kinds=kinds("dates"),
    ),
    File(
        "cyrillic-1251",
        lines("рост;город", "1,5;Москва", "2,5;Тверь", "3,5;Москва", "4,5;Тверь",
              encoding="windows-1251"),
        "nc", ";", ",", "windows-1251", target="город", classes=("Москва", "Тверь"),
        kinds=kinds("encoding"),
    ),
    File(
        "lone-quote",
        lines('size,k', '1.5,x', '"2.5,y', '3.5,x', '4.5,y', '5.5,x', '6.5,y'), "nc", target="k",
        values={"size": [1.5, 3.5, 4.5, 5.5, 6.5]}, kinds=kinds("quotes"), used=5,
    ),
)  # fmt: skip
