import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.permissions import (
    DEFAULT_MATRIX,
    Permission,
    Role,
    ScopeKind,
    granted_scopes,
    permissions_of,
    scope_kind,
)

GRANTS = st.dictionaries(st.sampled_from(["l1", "l2", "l3"]), st.frozensets(st.sampled_from(Permission)))


@pytest.mark.row("B18")
@given(GRANTS)
def test_without_manage_waitlist_no_scope_of_a_location_holds_follow_ups(
    grants: dict[str, frozenset[Permission]],
) -> None:
    scopes = granted_scopes("b", "p", grants)
    for location, held in grants.items():
        assert (f"followups:{location}" in scopes) == (Permission.MANAGE_WAITLIST in held)
        assert (f"schedule:{location}" in scopes) == (Permission.VIEW_SCHEDULE in held)
    assert len(scopes) == len(set(scopes))


@pytest.mark.row("B18")
@given(GRANTS, st.sampled_from(["l1", "l2", "l3"]), st.sampled_from(Permission))
def test_more_permissions_never_take_a_scope_away(
    grants: dict[str, frozenset[Permission]], location: str, more: Permission
) -> None:
    grown = {**grants, location: grants.get(location, frozenset()) | {more}}
    assert set(granted_scopes("b", "p", grants)) <= set(granted_scopes("b", "p", grown))


@given(GRANTS)
def test_a_first_sync_says_who_is_signed_in_and_then_brings_the_cards(
    grants: dict[str, frozenset[Permission]],
) -> None:
    kinds = [scope_kind(name) for name in granted_scopes("b", "p", grants)]
    assert kinds[0] is ScopeKind.PERSON
    rest = [kind is ScopeKind.FOLLOW_UPS for kind in kinds[1:]]
    assert rest == sorted(rest, reverse=True)


@pytest.mark.row("B24")
def test_the_owner_may_everything_whatever_the_matrix_says() -> None:
    assert permissions_of([Role.OWNER], {}) == frozenset(Permission)
    assert permissions_of([Role.OWNER], {Role.OWNER: frozenset()}) == frozenset(Permission)


@pytest.mark.row("B24")
def test_roles_add_up_and_a_role_without_a_line_may_nothing() -> None:
    both = permissions_of([Role.RECEPTIONIST, Role.TEAM_MEMBER], DEFAULT_MATRIX)
    assert both == DEFAULT_MATRIX[Role.RECEPTIONIST] | DEFAULT_MATRIX[Role.TEAM_MEMBER]
    assert permissions_of([Role.ADMIN], {}) == frozenset()


def test_a_scope_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        scope_kind("nonsense:l1")
