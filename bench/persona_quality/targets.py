"""What must be reached in every market."""

from report import Target

_NONE = Target(most=0)
TARGETS = {
    "constraint_violations_count": _NONE,
    "sex_tv": Target(most=0.03),
    "age_5_year_tv": Target(most=0.03),
    "age_single_year_tv": Target(most=0.03),
    "age_sex_income_tv": Target(most=0.05),
    "unrelated_groups_sex_tv": Target(most=0.03),
    "unrelated_groups_age_5_year_tv": Target(most=0.03),
    "near_duplicates_within_groups_pairs": _NONE,
    "near_duplicates_across_groups_percent": Target(most=0.5),
    "name_collisions_within_groups_people": _NONE,
    "with_critical_trait_percent": Target(least=60),
    "with_critical_trait_or_worry_percent": Target(least=60),
    "claims_with_evidence_percent": Target(least=95),
    "skeletons_repeated_within_groups_sentences": _NONE,
    "reading_form_faults_personas": _NONE,
    "reading_currency_faults_personas": _NONE,
    "reading_brand_faults_personas": _NONE,
    "reading_place_faults_personas": _NONE,
    "reading_local_word_faults_personas": _NONE,
    "reading_age_faults_personas": _NONE,
    "reading_faith_faults_personas": _NONE,
}
