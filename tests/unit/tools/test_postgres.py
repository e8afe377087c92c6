"""The tests' own PostgreSQL: without it half of the backend's tests would show nothing."""

import psycopg
import sqlalchemy

from tests.support.postgres import Cluster


def test_a_fresh_database_answers_at_its_address(postgres_url: str) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.connect() as connection:
        assert (
            connection.execute(sqlalchemy.text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar()
            == 0
        )
        assert connection.execute(sqlalchemy.text("SHOW timezone")).scalar() == "UTC"
    engine.dispose()


def test_a_copy_holds_what_its_template_held(postgres_cluster: Cluster) -> None:
    template = postgres_cluster.create()
    url = postgres_cluster.url(template).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    copy = postgres_cluster.create(template)
    with psycopg.connect(postgres_cluster.url(copy).replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    for name in (copy, template):
        postgres_cluster.drop(name)
