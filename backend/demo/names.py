"""First and family names of a city, by language, each with how it is written in an address; none of them is anybody."""

from collections.abc import Iterator
from typing import NamedTuple

_Names = tuple[tuple[str, str], ...]


class _People(NamedTuple):
    """`many` are made from the names; with `family_first` written in that order, and without a space if `joined`."""

    language: str
    many: int
    first: str
    family: str
    family_first: bool = False
    joined: bool = False


class Named(NamedTuple):
    """`handle` is the name in letters that an address can have."""

    name: str
    handle: str
    language: str


# Names with other letters are followed by those of an address.
_PEOPLE = (
    _People("de", 61, "Lena Paul Anneliese Jörg/joerg Katharina Sebastian Änne/aenne Björn/bjoern Ute Till Marlene",
            "Müller/mueller Schäfer/schaefer Weiß/weiss Krämer/kraemer Vogt Brandt Hoffmann Lange Voß/voss"),
    _People("tr", 28, "Elif Zeynep Hüseyin/hueseyin Çağla/cagla Şebnem/sebnem İbrahim/ibrahim Gökhan/goekhan",
            "Demir Öztürk/oeztuerk Şahin/sahin Yıldız/yildiz Koç/koc"),
    _People("en", 20, "Grace Oliver Niamh Harriet Callum Priyanka Dwayne",
            "O'Sullivan/osullivan Whitfield Abernathy Mensah Clarke-Reid"),
    _People("ar", 15, "ليلى/layla عمر/omar مريم/maryam يوسف/yusuf هدى/huda",
            "الخطيب/alkhatib حداد/haddad منصور/mansour"),
    _People("pl", 14, "Agnieszka Małgorzata/malgorzata Żaneta/zaneta Katarzyna Joanna",
            "Kowalska Wiśniewska/wisniewska Zielińska/zielinska"),
    _People("fr", 12, "Océane/oceane Léo/leo Maëlle/maelle Thibault Noémie/noemie",
            "Lefèvre/lefevre Benoît/benoit Girard"),
    _People("ru", 12, "Анна/anna Екатерина/ekaterina Мария/maria Юлия/julia Дарья/darja",
            "Иванова/ivanova Кузнецова/kusnezowa Орлова/orlova"),
    _People("uk", 10, "Оксана/oksana Тарас/taras Богдан/bohdan Соломія/solomia Ярина/jaryna",
            "Бондаренко/bondarenko Мельник/melnyk"),
    _People("vi", 10, "Lan/lan Ánh/anh Bảo/bao Nhung/nhung Đức/duc", "Trần/tran Phạm/pham", True),
    _People("es", 10, "Lucía/lucia Íñigo/inigo Begoña/begona Álvaro/alvaro Nuria", "Muñoz/munoz Ibáñez/ibanez"),
    _People("it", 10, "Chiara Lorenzo Niccolò/niccolo Beatrice Elia", "D'Angelo/dangelo Ferrari"),
    _People("zh", 8, "伟/wei 芳/fang 秀英/xiuying 建国/jianguo", "张/zhang 刘/liu 陈/chen", True, True),
    _People("el", 8, "Ελένη/eleni Σοφία/sofia Αικατερίνη/ekaterini Ζωή/zoi",
            "Γεωργίου/georgiou Ιωάννου/ioannou Αντωνίου/antoniou"),
    _People("fa", 8, "نرگس/narges آرش/arash شیرین/shirin کاوه/kaveh", "حسینی/hosseini کریمی/karimi مرادی/moradi"),
    _People("hi", 8, "अनन्या/ananya रोहन/rohan कविता/kavita विक्रम/vikram", "सिंह/singh गुप्ता/gupta वर्मा/verma"),
    _People("pt", 6, "João/joao Conceição/conceicao Tomás/tomas", "Magalhães/magalhaes Araújo/araujo"),
    _People("sv", 6, "Åsa/asa Göran/goeran Märta/maerta", "Öberg/oeberg Sjöström/sjoestroem"),
    _People("he", 4, "תמר/tamar אורי/uri", "כהן/cohen פרץ/peretz מזרחי/mizrahi"),
    _People("ja", 4, "美咲/misaki 翔太/shota", "田中/tanaka 鈴木/suzuki 高橋/takahashi", True),
    _People("ko", 4, "서연/seoyeon 지훈/jihun", "이/lee 박/park 최/choi", True, True),
)  # fmt: skip


def made_up() -> Iterator[Named]:
    """All of them, each once, in the same order at every start."""
    for people in _PEOPLE:
        first, family = _read(people.first), _read(people.family)
        for place in range(people.many):
            yield _named(
                people, first[place % len(first)], family[(place % len(first) + place // len(first)) % len(family)]
            )


def _named(people: _People, first: tuple[str, str], family: tuple[str, str]) -> Named:
    parts = (family[0], first[0]) if people.family_first else (first[0], family[0])
    return Named(("" if people.joined else " ").join(parts), f"{first[1]}.{family[1]}", people.language)


def _read(text: str) -> _Names:
    named = (word.partition("/") for word in text.split())
    return tuple((name, letters or name.lower()) for name, _, letters in named)
