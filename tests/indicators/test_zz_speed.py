import io,time,pytest
from datetime import date,timedelta
from tests.indicators import making
from indicators.files import *
from indicators.services.checking import *
from indicators.services.files import *
from django.core.files.uploadedfile import SimpleUploadedFile
@pytest.mark.parametrize("one",[True,False])
def test_speed(sheffield,people,one,django_assert_max_num_queries):
    by=people["manager"]
    n=19000
    if one:
        s=making.series(making.indicator(sheffield,key="try-d"),span_kind="day")
        rows=[("try-d",(date(1965,1,1)+timedelta(days=k)).isoformat()) for k in range(n)]
    else:
        for j in range(190): making.series(making.indicator(sheffield,key=f"try-{j}"))
        rows=[(f"try-{j}",f"{2010+m//12}-{m%12+1:02}") for j in range(190) for m in range(100)]
    text="Indicator,Span,Value\n"+"".join(f"{k},{sp},{50+i%7}\n" for i,(k,sp) in enumerate(rows))
    t=time.perf_counter(); p=take_file(by=by,plan=sheffield,upload=SimpleUploadedFile("f.csv",text.encode())); print("take",time.perf_counter()-t)
    t=time.perf_counter(); confirm_file(by=by,preview=p,sure=True); print("confirm",time.perf_counter()-t)
    for k in TableKind:
        t=time.perf_counter(); c=write_table(k,rows_to_export(sheffield,date(2019,11,15)),"x"); print(k,"export",time.perf_counter()-t,len(c))
        t=time.perf_counter(); tb=read_table(io.BytesIO(c),f"f.{k}"); print("read",time.perf_counter()-t)
        t=time.perf_counter(); f=check_table(by=by,plan=sheffield,table=tb,day=date(2019,11,15)); print("check",time.perf_counter()-t,f.same,len(f.faults))
