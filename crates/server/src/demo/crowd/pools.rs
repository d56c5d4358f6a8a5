//! What the crowd is made of: names of many scripts, places, what people study. Names are common ones put together by
//! chance; organisations stand under `.example`.

/// Where people come from, and what they are called there.
#[derive(Debug)]
pub(super) struct Region {
    /// How many of a thousand.
    pub weight: u64,
    /// Countries, with how many of the region.
    pub countries: &'static [(&'static str, u64)],
    pub given: &'static [&'static str],
    pub family: &'static [&'static str],
    pub cities: &'static [&'static str],
}

const fn region(
    weight: u64,
    countries: &'static [(&'static str, u64)],
    given: &'static [&'static str],
    family: &'static [&'static str],
    cities: &'static [&'static str],
) -> Region {
    Region {
        weight,
        countries,
        given,
        family,
        cities,
    }
}

pub(super) const REGIONS: &[Region] = &[
    region(
        390,
        &[("US", 78), ("GB", 10), ("CA", 7), ("AU", 4), ("IE", 1)],
        &[
            "Olivia", "Liam", "Emma", "Noah", "Ava", "James", "Sophia", "William", "Mia", "Lucas",
            "Harper", "Henry", "Evelyn", "Jack", "Grace", "Owen",
        ],
        &[
            "Smith",
            "Johnson",
            "Brown",
            "Taylor",
            "Wilson",
            "Davies",
            "Clark",
            "Hall",
            "Allen",
            "Young",
            "O’Brien",
            "Murphy",
            "King",
            "Wright",
            "Baker",
            "Carter",
        ],
        &[
            "Boston",
            "Baltimore",
            "Seattle",
            "Austin",
            "Leeds",
            "Toronto",
            "Melbourne",
            "Dublin",
            "Denver",
            "Bristol",
        ],
    ),
    region(
        70,
        &[("DE", 70), ("CH", 18), ("AT", 12)],
        &[
            "Jürgen", "Lena", "Jonas", "Anna", "Felix", "Käthe", "Max", "Sophie", "Björn", "Clara",
        ],
        &[
            "Müller",
            "Schmidt",
            "Schneider",
            "Fischer",
            "Weiß",
            "Meyer",
            "Wagner",
            "Becker",
            "Hoffmann",
            "Köhler",
        ],
        &[
            "Freiburg",
            "Heidelberg",
            "Göttingen",
            "Tübingen",
            "Graz",
            "Bern",
            "Jena",
            "Aachen",
        ],
    ),
    region(
        50,
        &[("FR", 80), ("BE", 15), ("LU", 5)],
        &[
            "Émile",
            "Camille",
            "Hélène",
            "Louis",
            "Chloé",
            "Jean-Luc",
            "Zoé",
            "Étienne",
            "Inès",
            "François",
        ],
        &[
            "Lefèvre", "Moreau", "Dubois", "Laurent", "Girard", "Bonnet", "d’Arc", "Fournier",
            "Gauthier", "Noël",
        ],
        &["Lyon", "Grenoble", "Rennes", "Liège", "Nantes", "Lille"],
    ),
    region(
        70,
        &[("ES", 50), ("MX", 25), ("AR", 12), ("CO", 8), ("CL", 5)],
        &[
            "María",
            "José",
            "Lucía",
            "Ángel",
            "Sofía",
            "Íñigo",
            "Valentina",
            "Joaquín",
            "Ximena",
            "Andrés",
        ],
        &[
            "García",
            "Martínez",
            "López",
            "Muñoz",
            "Peña",
            "Núñez",
            "Gal·la",
            "Ibáñez",
            "Rodríguez",
            "Ortega",
        ],
        &[
            "Valencia",
            "Granada",
            "Monterrey",
            "Rosario",
            "Medellín",
            "Bilbao",
            "Sevilla",
        ],
    ),
    region(
        40,
        &[("BR", 80), ("PT", 20)],
        &[
            "João",
            "Ana",
            "Inês",
            "Conceição",
            "Thiago",
            "Luísa",
            "Márcio",
            "Beatriz",
        ],
        &[
            "Silva",
            "Santos",
            "Gonçalves",
            "Araújo",
            "Conceição",
            "Magalhães",
            "Pereira",
            "Simões",
        ],
        &[
            "Campinas", "Recife", "Coimbra", "Curitiba", "Braga", "Natal",
        ],
    ),
    region(
        35,
        &[("SE", 35), ("DK", 25), ("NO", 20), ("FI", 15), ("IS", 5)],
        &[
            "Åsa", "Søren", "Øyvind", "Björk", "Mikael", "Freja", "Ólafur", "Aino", "Þóra", "Jens",
        ],
        &[
            "Ångström",
            "Sørensen",
            "Bjørnstad",
            "Jónsdóttir",
            "Lindqvist",
            "Mäkinen",
            "Østergaard",
            "Holm",
        ],
        &[
            "Lund",
            "Uppsala",
            "Aarhus",
            "Bergen",
            "Tampere",
            "Reykjavík",
        ],
    ),
    region(
        120,
        &[("CN", 80), ("TW", 10), ("HK", 5), ("SG", 5)],
        &[
            "明", "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "艳", "思源", "子涵",
            "Wei", "Xiaoming",
        ],
        &[
            "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "欧阳",
            "Zhang", "Chen", "Liu",
        ],
        &[
            "Hangzhou", "Nanjing", "Wuhan", "Chengdu", "Xiamen", "Tainan", "Harbin",
        ],
    ),
    region(
        40,
        &[("KR", 100)],
        &[
            "민준", "서연", "지훈", "하은", "도윤", "수아", "Ji-woo", "Seo-jun",
        ],
        &["김", "이", "박", "최", "정", "강", "Kim", "Park"],
        &["Daejeon", "Pohang", "Suwon", "Gwangju"],
    ),
    region(
        35,
        &[("JP", 100)],
        &[
            "陽菜",
            "蓮",
            "さくら",
            "大翔",
            "美咲",
            "健太",
            "Haruto",
            "Yui",
        ],
        &[
            "佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "Sato", "Tanaka",
        ],
        &["Sendai", "Nagoya", "Kanazawa", "Tsukuba"],
    ),
    region(
        75,
        &[("IN", 85), ("BD", 6), ("LK", 4), ("NP", 5)],
        &[
            "Aarav",
            "Ananya",
            "Ishaan",
            "Priya",
            "आदित्य",
            "दीया",
            "Rohan",
            "Kavya",
            "Sanjay",
            "Meera",
        ],
        &[
            "Sharma",
            "Patel",
            "Reddy",
            "Iyer",
            "शर्मा",
            "गुप्ता",
            "Das",
            "Menon",
            "Rao",
            "Chatterjee",
        ],
        &[
            "Pune",
            "Mysuru",
            "Vellore",
            "Kochi",
            "Dhaka",
            "Kandy",
            "Hyderabad",
        ],
    ),
    region(
        25,
        &[("EG", 35), ("SA", 25), ("AE", 20), ("MA", 12), ("LB", 8)],
        &[
            "محمد",
            "فاطمة",
            "أحمد",
            "عائشة",
            "Omar",
            "Leila",
            "Youssef",
            "Nour",
        ],
        &[
            "الخطيب",
            "حسن",
            "العلي",
            "منصور",
            "Haddad",
            "El-Sayed",
            "Mansour",
            "Khalil",
        ],
        &["Alexandria", "Riyadh", "Rabat", "Beirut"],
    ),
    region(
        15,
        &[("IR", 100)],
        &["علی", "زهرا", "Reza", "Shirin", "Arash", "Nasrin"],
        &["حسینی", "محمدی", "Ahmadi", "Hosseini", "Rezaei", "Karimi"],
        &["Shiraz", "Isfahan", "Tabriz"],
    ),
    region(
        20,
        &[("TR", 100)],
        &["Ayşe", "Mehmet", "Zeynep", "Çağlar", "Elif", "İbrahim"],
        &["Yılmaz", "Şahin", "Çelik", "Öztürk", "Kaya", "Güneş"],
        &["İzmir", "Ankara", "Bursa"],
    ),
    region(
        20,
        &[("RU", 60), ("UA", 30), ("KZ", 10)],
        &["Ольга", "Дмитрий", "Анна", "Сергей", "Оксана", "Иван"],
        &[
            "Иванова",
            "Смирнов",
            "Кузнецова",
            "Шевченко",
            "Попов",
            "Бондаренко",
        ],
        &["Tomsk", "Kazan", "Lviv", "Almaty"],
    ),
    region(
        30,
        &[("PL", 50), ("CZ", 20), ("HU", 15), ("RO", 15)],
        &[
            "Łukasz",
            "Agnieszka",
            "Jiří",
            "Zuzana",
            "Gábor",
            "Ștefan",
            "Wojciech",
            "Ágnes",
        ],
        &[
            "Świątek",
            "Wiśniewski",
            "Dvořák",
            "Nováková",
            "Szabó",
            "Ionescu",
            "Kowalczyk",
            "Țiriac",
        ],
        &["Kraków", "Brno", "Szeged", "Cluj"],
    ),
    region(
        10,
        &[("GR", 80), ("CY", 20)],
        &["Γιώργος", "Ελένη", "Νίκος", "Maria"],
        &["Παπαδόπουλος", "Γεωργίου", "Οικονόμου", "Pappas"],
        &["Patras", "Heraklion"],
    ),
    region(
        10,
        &[("IL", 100)],
        &["נועה", "דוד", "Yael", "Eitan"],
        &["כהן", "לוי", "Levi", "Mizrahi"],
        &["Haifa", "Beersheba"],
    ),
    region(
        12,
        &[("TH", 60), ("VN", 40)],
        &["สมชาย", "กัญญา", "Nguyễn Văn", "Thị Hương", "Anan", "Minh"],
        &["ศรีสุข", "ทองดี", "Trần", "Đặng", "Suwan", "Phạm"],
        &["Chiang Mai", "Huế", "Đà Nẵng"],
    ),
    region(
        18,
        &[("NG", 35), ("KE", 25), ("ZA", 25), ("ET", 10), ("GH", 5)],
        &[
            "Adéọlá",
            "Wanjiru",
            "Thabo",
            "Abebe",
            "Amina",
            "Kofi",
            "Ngozi",
            "Sipho",
        ],
        &[
            "Okonkwo",
            "Kamau",
            "Nkosi",
            "Tadesse",
            "Ọbáfẹ́mi",
            "Mensah",
            "Dlamini",
            "Otieno",
        ],
        &["Ibadan", "Nairobi", "Durban", "Kumasi"],
    ),
    region(
        5,
        &[("XK", 60), ("AL", 40)],
        &["Arbër", "Drita", "Blerim", "Vjosa"],
        &["Krasniqi", "Hoxha", "Gashi", "Berisha"],
        &["Pristina", "Tirana"],
    ),
];

/// Kinds of organisations: their names around the city, and the word of their domain.
pub(super) const ORGANISATIONS: &[(&str, &str, &str)] = &[
    ("University of ", "", "university"),
    ("", " University Hospital", "hospital"),
    ("", " Institute of Technology", "tech"),
    ("École de Santé de ", "", "sante"),
    ("", " Centre for Health Data & Statistics", "healthdata"),
];

/// Personal-mail services that some write from.
pub(super) const PERSONAL: &[&str] =
    &["gmail.com", "outlook.com", "qq.com", "163.com", "yahoo.com"];

/// Categories, how many of a thousand, and what people of one are.
pub(super) const CATEGORIES: &[(&str, u64, &[&str])] = &[
    ("student", 150, &["Master’s student", "Medical student"]),
    (
        "graduate_student",
        330,
        &["Doctoral student", "PhD candidate"],
    ),
    (
        "postdoc",
        120,
        &["Postdoctoral fellow", "Research associate"],
    ),
    (
        "academic",
        200,
        &["Assistant professor", "Professor (Asst)", "Senior lecturer"],
    ),
    (
        "hospital",
        70,
        &["Intensivist", "R&D Engineer", "Clinical data scientist"],
    ),
    (
        "industry",
        90,
        &["Machine learning engineer", "Principal scientist"],
    ),
    ("government", 15, &["Analyst", "Policy adviser"]),
    ("independent", 25, &["Independent researcher"]),
];

pub(super) const SUBJECTS: &[&str] = &[
    "sepsis",
    "acute kidney injury",
    "delirium",
    "heart failure",
    "pneumonia",
    "ventilator weaning",
    "fluid balance",
    "atrial fibrillation",
    "pressure ulcers",
    "readmission",
    "glucose control",
    "chest radiographs",
];
pub(super) const METHODS: &[&str] = &[
    "recurrent networks",
    "gradient boosting",
    "causal inference",
    "survival analysis",
    "transformers",
    "Bayesian models",
    "simple scores",
    "reinforcement learning",
    "natural language processing",
];
pub(super) const AIMS: &[&str] = &[
    "predict who needs attention early",
    "understand which treatments help whom",
    "compare units fairly",
    "find errors in documentation",
    "teach students with real questions",
    "validate a published score",
];
/// The same in scripts that say it in fewer characters.
pub(super) const SUMMARIES: &[(&str, &str)] = &[
    (
        "CN",
        "我们利用重症监护数据研究脓毒症的早期预警，比较多种预测模型。数据仅存放在本院加密服务器上，只有我本人可以访问，结果仅以汇总形式发表，绝不共享原始数据。",
    ),
    (
        "JP",
        "集中治療室のデータを用いて急性腎障害の早期予測を研究します。データは研究所の暗号化されたサーバーに保存し、私だけがアクセスでき、共有は一切しません。",
    ),
    (
        "KR",
        "중환자실 데이터를 이용하여 섬망의 조기 예측 모델을 연구합니다. 데이터는 연구소의 암호화된 서버에만 보관하며 저만 접근할 수 있고 공유하지 않습니다.",
    ),
];
pub(super) const ANSWERS: &[&str] = &[
    "I have supervised this person for two years and support the application.",
    "We work in the same group; the plans are sound and the rules are known.",
    "They were a student in my courses, and I trust them with the data.",
];
pub(super) const REFUSALS: &[&str] = &[
    "I do not recall having worked with this person.",
    "Please ask somebody who knows the present work.",
];
