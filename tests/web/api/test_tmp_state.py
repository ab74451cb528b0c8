import tests.web.api.test_whole_document as t
import schemathesis
from collections import Counter
from hypothesis import settings, HealthCheck, Phase
door=t.door
C=Counter()
def test_state(door):
    address, token = door
    schema = schemathesis.openapi.from_dict(t.DOCUMENT).exclude(path="/events").include(method="GET")
    M = schema.as_state_machine()
    class W(M):
        def get_call_kwargs(self, case): return {"base_url": address, "headers": {"Authorization": f"Bearer {token}"}}
        def validate_response(self, response, case, additional_checks=None, **kw):
            C[case.operation.label, response.status_code]+=1
            case.validate_response(response, excluded_checks=[t.positive_data_acceptance])
    W.run(settings=settings(max_examples=25, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck)))
    for k,v in sorted(C.items()): print(k,v)
