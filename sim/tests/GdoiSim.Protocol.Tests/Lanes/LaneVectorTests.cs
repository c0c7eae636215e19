using GdoiSim.Protocol.Crypto;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lanes;

public sealed class LaneVectorTests
{
    [Fact]
    public void The_truth_tables_of_AVX_512_say_parity_choice_and_majority_also_where_it_is_missing()
    {
        for (int row = 0; row < 8; row++)
        {
            int x = row >> 2, y = (row >> 1) & 1, z = row & 1;
            Assert.Equal((x + y + z) % 2, (Lanes512<uint>.ParityTable >> row) & 1);
            Assert.Equal(x == 1 ? y : z, (Lanes512<uint>.ChooseTable >> row) & 1);
            Assert.Equal(x + y + z >= 2 ? 1 : 0, (Lanes512<uint>.MajorityTable >> row) & 1);
        }
    }
}
