//! Who somebody is: name, organisation, addresses, what they study, who could vouch for them.

use accede_domain::application::ApplicationForm;
use accede_domain::email::EmailAddress;
use accede_store::search;

use super::dice::Dice;
use super::pools::{
    AIMS, CATEGORIES, METHODS, ORGANISATIONS, PERSONAL, REGIONS, Region, SUBJECTS, SUMMARIES,
};

/// How large the world is that a crowd lives in: in a small one people meet the same references.
#[derive(Debug, Clone, Copy)]
pub(super) struct World {
    /// Cities that are used of each region.
    pub cities: u64,
    /// People at each organisation who vouch for others.
    pub referees: u64,
}

impl World {
    pub(super) fn of(applications: u64) -> Self {
        Self {
            cities: (applications / 500).clamp(1, 10),
            referees: (applications / 5_000).clamp(2, 40),
        }
    }
}

/// One person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub given_names: String,
    pub family_name: String,
    pub user_name: String,
    pub email: String,
    pub country: &'static str,
    pub organisation: String,
    pub form: ApplicationForm,
}

/// An organisation of a region, and the domain of its addresses.
struct Organisation {
    name: String,
    domain: String,
    city: &'static str,
}

impl Person {
    /// The person with this number.
    pub(super) fn new(dice: &mut Dice, number: u64, world: World) -> Self {
        let weights: Vec<(usize, u64)> = REGIONS
            .iter()
            .enumerate()
            .map(|(index, region)| (index, region.weight))
            .collect();
        let index = dice.weighed(&weights).unwrap_or(0);
        // The table is not empty; the first region stands in for a compiler that cannot know.
        let region = REGIONS.get(index).unwrap_or(&REGIONS[0]);
        let country = dice.weighed(region.countries).unwrap_or("US");
        let at = organisation(dice, region, world);
        let (given_names, family_name) = name(dice, region);
        let user_name = user_name(&given_names, &family_name, number);
        let is_personal = dice.per_mille(170);
        let domain = match dice.pick(PERSONAL) {
            Some(personal) if is_personal => personal.to_owned(),
            _ => at.domain.clone(),
        };
        let mut person = Self {
            email: format!("{user_name}@{domain}"),
            given_names,
            family_name,
            user_name,
            country,
            organisation: at.name.clone(),
            form: ApplicationForm::default(),
        };
        person.fill_in(dice, region, &at, world);
        person
    }

    fn fill_in(&mut self, dice: &mut Dice, region: &Region, at: &Organisation, world: World) {
        let kinds: Vec<((&str, &[&str]), u64)> = CATEGORIES
            .iter()
            .map(|(kind, weight, titles)| ((*kind, *titles), *weight))
            .collect();
        let (category, titles) = dice.weighed(&kinds).unwrap_or(("academic", &["Professor"]));
        let must_name_one = matches!(category, "student" | "graduate_student" | "postdoc");
        let names_one = must_name_one || dice.per_mille(350);
        let form = &mut self.form;
        form.given_names.clone_from(&self.given_names);
        form.family_name.clone_from(&self.family_name);
        category.clone_into(&mut form.researcher_category);
        form.organisation.clone_from(&self.organisation);
        dice.word(titles).clone_into(&mut form.job_title);
        at.city.clone_into(&mut form.city);
        if accede_domain::country::needs_state(self.country) {
            dice.word(&["Massachusetts", "Ontario", "Maryland", "Texas"])
                .clone_into(&mut form.state_province);
        }
        form.postal_code = format!("{:05}", dice.below(100_000));
        self.country.clone_into(&mut form.country);
        let has_page = !names_one || dice.per_mille(550);
        if has_page { "yes" } else { "no" }.clone_into(&mut form.listed_in_directory);
        if has_page {
            form.webpage = format!("https://www.{}/people/{}", at.domain, self.user_name);
        }
        form.research_summary = summary(dice, self.country);
        if names_one {
            name_reference(form, dice, region, at, world);
        }
    }
}

/// Names somebody of the applicant's organisation, one of a few who do so often.
pub(super) fn rename_reference(person: &mut Person, dice: &mut Dice, world: World) {
    let region = REGIONS
        .iter()
        .find(|region| {
            region
                .countries
                .iter()
                .any(|(code, _)| *code == person.country)
        })
        .unwrap_or(&REGIONS[0]);
    let at = organisation(dice, region, world);
    name_reference(&mut person.form, dice, region, &at, world);
}

fn name_reference(
    form: &mut ApplicationForm,
    dice: &mut Dice,
    region: &Region,
    at: &Organisation,
    world: World,
) {
    let number = dice.small(world.referees);
    // The same person each time, wherever they are named.
    let seed = at
        .domain
        .bytes()
        .fold(number, |sum, byte| sum.wrapping_mul(131) + u64::from(byte));
    let (given, family) = name(&mut Dice::new(seed, 0), region);
    let is_supervisor = matches!(
        form.researcher_category.as_str(),
        "student" | "graduate_student" | "postdoc"
    );
    let category = if is_supervisor {
        "supervisor"
    } else {
        dice.word(&["colleague", "co_author"])
    };
    category.clone_into(&mut form.reference_category);
    form.reference_name = format!("{given} {family}");
    form.reference_email = format!(
        "{}@{}",
        user_name(&given, &family, 9_000_000 + number),
        at.domain
    );
    form.reference_organisation.clone_from(&at.name);
    "Professor".clone_into(&mut form.reference_title);
}

fn name(dice: &mut Dice, region: &Region) -> (String, String) {
    let given = dice.word(region.given).to_owned();
    let family = dice.word(region.family).to_owned();
    (given, family)
}

fn organisation(dice: &mut Dice, region: &Region, world: World) -> Organisation {
    let cities = world.cities.min(region.cities.len() as u64);
    let city = usize::try_from(dice.small(cities)).unwrap_or(0);
    let city = region.cities.get(city).copied().unwrap_or_default();
    let kind = usize::try_from(dice.small(ORGANISATIONS.len() as u64)).unwrap_or(0);
    let (before, after, word) = ORGANISATIONS
        .get(kind)
        .copied()
        .unwrap_or(("", "", "university"));
    Organisation {
        name: [before, city, after].concat(),
        domain: [&search::words(city).join("-"), "-", word, ".example"].concat(),
        city,
    }
}

/// Latin letters of the name, and the number that makes it nobody else's.
fn user_name(given: &str, family: &str, number: u64) -> String {
    let letters = |text: &str, most| -> String {
        let plain = search::words(text).concat();
        plain
            .chars()
            .filter(char::is_ascii_lowercase)
            .take(most)
            .collect()
    };
    let (mut given, family) = (letters(given, 1), letters(family, 10));
    if given.is_empty() {
        given = "r".to_owned();
    }
    format!("{given}{family}-{number}")
}

fn summary(dice: &mut Dice, country: &str) -> String {
    let own = SUMMARIES.iter().find(|(of, _)| *of == country);
    if let Some((_, text)) = own.filter(|_| dice.per_mille(400)) {
        return (*text).to_owned();
    }
    format!(
        "We study {} in intensive care with {}, to {}. The data stay on an encrypted server that only I can reach; nothing \
         is shared, and results on {} patients are published in aggregate with our code.",
        dice.word(SUBJECTS),
        dice.word(METHODS),
        dice.word(AIMS),
        dice.between(2, 90) * 100
    )
}

/// The address as it is compared.
pub(super) fn folded(address: &str) -> String {
    EmailAddress::parse(address).map_or_else(|| address.to_lowercase(), |one| one.folded())
}

#[cfg(test)]
mod tests {
    use accede_domain::application::{ApplicantFacts, validate};
    use accede_domain::user_name::UserName;

    use super::*;

    #[test]
    fn everybody_could_have_applied() {
        let world = World::of(1_000);
        for number in 0..3_000 {
            let mut dice = Dice::new(7, number);
            let mut person = Person::new(&mut dice, number, world);
            assert!(
                UserName::parse(&person.user_name).is_ok(),
                "{}",
                person.user_name
            );
            let facts = ApplicantFacts {
                own_addresses: EmailAddress::parse(&person.email).into_iter().collect(),
                ..ApplicantFacts::default()
            };
            assert_eq!(facts.own_addresses.len(), 1, "{}", person.email);
            assert_eq!(validate(&person.form, &facts), [], "{:?}", person.form);
            if person.form.names_a_reference() {
                rename_reference(&mut person, &mut dice, world);
                assert_eq!(validate(&person.form, &facts), [], "{:?}", person.form);
            }
        }
    }
}
