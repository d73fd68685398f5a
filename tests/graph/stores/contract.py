"""What every store keeps, whatever its engine: a module that subclasses `StoreContract` and gives the fixture `store`
(a store without any document) runs all of it.
"""

from __future__ import annotations

from tests.graph.stores.contract_across import AcrossContract
from tests.graph.stores.contract_finding import FindingContract
from tests.graph.stores.contract_keeping import KeepingContract
from tests.graph.stores.contract_person import PersonContract
from tests.graph.stores.contract_remembering import RememberingContract, days

__all__ = ["StoreContract", "days"]


class StoreContract(KeepingContract, AcrossContract, FindingContract, PersonContract, RememberingContract):
    """The tests."""
