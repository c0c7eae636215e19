using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests.Vectors;

public class AckVectorTests
{
    private static readonly Dictionary<string, JsonElement> Rows =
        VectorFile.Read("ack-vectors.json", "push_ack")
            .Concat(VectorFile.Read("push-vectors.json", "answers_to_push_full"))
            .ToDictionary();

    [Fact]
    public void The_file_has_the_number_of_rows_that_it_had_when_these_tests_were_written() =>
        Assert.Equal(128 + 6, Rows.Count);

    [Fact]
    public void Building_gives_the_octets_of_the_vector() => ForEachRow((row, provider) =>
    {
        AckKey key = DeriveKey(row, provider, AckLengthField.Block);
        Assert.Equal(row.Octets("ack_key"), OctetsOf(key));

        Assert.Equal(DiscardReason.None, ReadIdentity(row, out GroupMemberIdentity identity));
        var destination = new byte[1024];
        Assert.True(GroupkeyPushAck.TryWrite(
            destination,
            provider,
            key,
            row.ReadCookies(),
            new SequenceNumber(row.GetProperty("seq").GetUInt32()),
            identity,
            out int length));
        Assert.Equal(row.Octets("message"), destination[..length]);
    });

    [Fact]
    public void Parsing_gives_the_fields_of_the_vector_and_its_hash_verifies() => ForEachRow((row, provider) =>
    {
        AckKey key = DeriveKey(row, provider, AckLengthField.Block);

        DiscardReason reason = GroupkeyPushAck.TryParse(row.Octets("message"), out GroupkeyPushAck ack);
        if (row.ReadCookies().IsZero)
        {
            // These rows are about the key derivation; no Rekey SA has the SPI zero, so no such message is taken.
            Assert.Equal(DiscardReason.ZeroCookies, reason);
            Assert.Equal(DiscardReason.None, key.VerifyHash(provider, row.Octets("hash_input"), row.Octets("hash")));
            return;
        }

        Assert.Equal(DiscardReason.None, reason);
        Assert.Equal(row.ReadCookies(), ack.Cookies);
        Assert.Equal(row.GetProperty("seq").GetUInt32(), ack.Sequence.Value);
        Assert.Equal(row.GetProperty("id_type").GetByte(), (byte)ack.IdentityType);
        Assert.Equal(row.Octets("id_data"), ack.IdentificationData.ToArray());
        Assert.Equal(row.Octets("hash"), ack.Hash.ToArray());
        Assert.Equal(row.Octets("hash_input"), ack.SequenceAndId.ToArray());
        Assert.Equal(DiscardReason.None, ReadIdentity(row, out GroupMemberIdentity identity));
        Assert.Equal(identity, ack.ReadIdentity());
        Assert.Equal(DiscardReason.None, ack.Verify(provider, key));
    });

    [Fact]
    public void The_other_reading_of_L_gives_the_other_key_and_hash() => ForEachRow((row, provider) =>
    {
        JsonElement variant = row.GetProperty("variant_L_equals_prf_output");
        AckKey key = DeriveKey(row, provider, AckLengthField.Output);
        Assert.Equal(variant.Octets("ack_key"), OctetsOf(key));
        Assert.Equal(DiscardReason.None, key.VerifyHash(provider, row.Octets("hash_input"), variant.Octets("hash")));
        Assert.Equal(
            DiscardReason.HashMismatch, key.VerifyHash(provider, row.Octets("hash_input"), row.Octets("hash")));
    });

    [Fact]
    public void Hashes_of_known_mistakes_do_not_verify() => ForEachRow((row, provider) =>
    {
        AckKey key = DeriveKey(row, provider, AckLengthField.Block);
        string[] coinciding = row.TryGetProperty("wrong_variants_that_coincide", out JsonElement list)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : [];
        foreach (JsonProperty mistake in row.GetProperty("wrong_hashes").EnumerateObject())
        {
            byte[] hash = Convert.FromHexString(mistake.Value.GetString()!);
            DiscardReason expected = coinciding.Contains(mistake.Name) ? DiscardReason.None
                : hash.Length == key.Length ? DiscardReason.HashMismatch
                : DiscardReason.HashLength;
            Assert.Equal(expected, key.VerifyHash(provider, row.Octets("hash_input"), hash));
        }
    });

    // One test for all rows: 134 rows under two providers would be a thousand entries in the report.
    private static void ForEachRow(Action<JsonElement, ICryptographyProvider> check)
    {
        foreach ((string name, JsonElement row) in Rows)
        {
            foreach (string provider in Providers.Names)
            {
                try
                {
                    check(row, Providers.Get(provider));
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"{name} with {provider}: {exception.Message}", exception);
                }
            }
        }
    }

    private static AckKey DeriveKey(JsonElement row, ICryptographyProvider provider, AckLengthField lengthField)
    {
        var type = (KekAckRequested)row.GetProperty("kek_ack_requested").GetByte();
        Assert.Equal(row.GetProperty("base_key_source").GetString() != "kek", type.UsesLeafKey());
        return AckKey.Derive(provider, type.Prf(), row.Octets("base_key"), row.ReadCookies(), lengthField);
    }

    private static DiscardReason ReadIdentity(JsonElement row, out GroupMemberIdentity identity) =>
        GroupMemberIdentity.TryRead(
            (IdentificationType)row.GetProperty("id_type").GetByte(), row.Octets("id_data"), out identity);

    private static byte[] OctetsOf(in AckKey key)
    {
        var octets = new byte[key.Length];
        key.CopyTo(octets);
        return octets;
    }
}
