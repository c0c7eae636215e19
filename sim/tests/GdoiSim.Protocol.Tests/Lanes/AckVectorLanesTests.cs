using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Tests.Vectors;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lanes;

/// <summary>The independent acknowledgement vectors, from base key to HASH, in lanes.</summary>
public sealed class AckVectorLanesTests
{
    [Theory]
    [MemberData(nameof(LaneCases.Paths), MemberType = typeof(LaneCases))]
    public void Each_vector_s_message_is_valid_under_its_base_key_and_not_under_another(LanePath path)
    {
        int rows = 0;
        foreach (JsonElement row in VectorFile.Read("ack-vectors.json", "push_ack").Values)
        {
            if (row.Octets("hash_input").Length is 20 or 32)
            {
                rows++;
                if (row.Octets("hash").Length == HmacState256.HashOctets)
                {
                    Check<HmacState256>(path, row);
                }
                else
                {
                    Check<HmacState512>(path, row);
                }
            }
        }

        // All of the 128 but those with an object identifier that makes the ID payload longer or shorter.
        Assert.Equal(118, rows);
    }

    private static void Check<TState>(LanePath path, JsonElement row)
        where TState : unmanaged, IHmacState<TState>
    {
        byte[] message = row.Octets("message");
        byte[] baseKey = row.Octets("base_key");
        int messageLength = row.Octets("hash_input").Length;
        TState[] states = new TState[2];
        HmacKeyLanes.Run(path, new HmacKeyBatch<TState>(
            baseKey, baseKey.Length, row.Octets("kdf_input"), states.AsSpan(0, 1)));
        baseKey[^1] ^= 1;
        HmacKeyLanes.Run(path, new HmacKeyBatch<TState>(
            baseKey, baseKey.Length, row.Octets("kdf_input"), states.AsSpan(1, 1)));
        byte[] valid = new byte[2];
        AckHashLanes.Run(path, AckHashBatch<TState>
            .ToCheck(message, message.Length, [0, 0], messageLength, valid).With(states, [0, 1]));
        Assert.Equal([1, 0], valid);
    }
}
