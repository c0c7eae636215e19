using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Tests.Vectors;
using Xunit;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>The phase 1 of pull-vectors.json: a main mode with a pre-shared key over the 2048-bit MODP group.</summary>
public class Phase1VectorTests
{
    private static readonly JsonElement Row = VectorFile.ReadValue("pull-vectors.json", "phase1")[0];

    private static readonly byte[][] Messages =
        [.. Row.GetProperty("messages").EnumerateArray().Select(text => Forge.Hex(text.GetString()!))];

    public static TheoryData<string> ProviderNames() => [.. Providers.Names];

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void The_keys_are_derived(string name)
    {
        Phase1Keys keys = Phase1Keys.FromPresharedKey(
            Providers.Get(name),
            PrfAlgorithm.HmacSha256,
            Row.Octets("psk"),
            Row.Octets("ni"),
            Row.Octets("nr"),
            Row.Octets("gxy"),
            Row.ReadCookies());
        Assert.Equal(Row.Octets("skeyid"), keys.Skeyid.ToArray());
        Assert.Equal(Row.Octets("skeyid_d"), keys.SkeyidD.ToArray());
        Assert.Equal(Row.Octets("skeyid_a"), keys.SkeyidA.ToArray());
        Assert.Equal(Row.Octets("skeyid_e"), keys.SkeyidE.ToArray());
        Assert.Equal(Row.Octets("encryption_key"), keys.EncryptionKey(16).ToArray());
    }

    /// <summary>The file has no private values: the Diffie-Hellman of both sides is played back.</summary>
    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void Both_sides_say_the_octets_of_the_vector(string name)
    {
        var initiator = new MainModeInitiator(Configuration(name, isInitiator: true), Secrets("icookie", "ni"));
        var responder = new MainModeResponder(Configuration(name, isInitiator: false), Secrets("rcookie", "nr"));
        for (int i = 0; i < Messages.Length; i += 2)
        {
            Assert.Equal(Messages[i], initiator.NextMessage.ToArray());
            Assert.Equal(DiscardReason.None, responder.Receive(Messages[i]));
            Assert.Equal(Messages[i + 1], responder.NextMessage.ToArray());
            Assert.Equal(DiscardReason.None, initiator.Receive(Messages[i + 1]));
        }

        foreach (MainMode side in (MainMode[])[initiator, responder])
        {
            Assert.Equal(Row.ReadCookies(), side.Cookies);
            Assert.Equal(Row.Octets("last_block"), side.Sa!.LastBlock.ToArray());
            Assert.Equal(Row.Octets("skeyid_a"), side.Sa.SkeyidA.ToArray());
            Assert.Equal(Row.Octets("encryption_key"), side.Sa.EncryptionKey.ToArray());
        }
    }

    private static MainModeConfiguration Configuration(string name, bool isInitiator) => new()
    {
        Provider = new Playback(Providers.Get(name), Row.Octets(isInitiator ? "gxi" : "gxr"), Row.Octets("gxy")),
        DomainOfInterpretation = Row.GetProperty("doi").GetUInt32(),
        Transforms = [Phase1Samples.Transform(AuthenticationMethod.PresharedKey, DiffieHellmanGroup.Modp2048)],
        IdentityType = IdentificationType.IPv4Address,
        Identity = IdentityOf(isInitiator ? 4 : 5),
        IdentityPort = 848,
        PresharedKey = Row.Octets("psk"),
        PeerKeys = (IdentificationType _, ReadOnlySpan<byte> _, out ReadOnlyMemory<byte> key) =>
        {
            key = default;
            return true;
        },
    };

    // The identity that stands in an encrypted message, decrypted by the platform's library.
    private static byte[] IdentityOf(int message)
    {
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = Row.Octets("encryption_key");
        byte[] iv = message == 4
            ? System.Security.Cryptography.SHA256.HashData([.. Row.Octets("gxi"), .. Row.Octets("gxr")])[..16]
            : Messages[4][^16..];
        byte[] plain = aes.DecryptCbc(
            Messages[message].AsSpan(28), iv, System.Security.Cryptography.PaddingMode.None);
        Assert.Equal(12, plain[3]);
        Assert.Equal((byte)IdentificationType.IPv4Address, plain[4]);
        return plain[8..12];
    }

    private static MainModeSecrets Secrets(string cookie, string nonce) => new(
        Convert.ToUInt64(Row.GetProperty(cookie).GetString(), 16), Row.Octets(nonce), new byte[48]);

    private sealed class Playback(ICryptographyProvider provider, byte[] publicValue, byte[] secret)
        : PassingProvider(provider), IKeyAgreement
    {
        public DiffieHellmanGroup Group => DiffieHellmanGroup.Modp2048;

        public ReadOnlySpan<byte> PublicValue => publicValue;

        public bool TryAgree(ReadOnlySpan<byte> peerPublicValue, Span<byte> result)
        {
            secret.CopyTo(result);
            return true;
        }

        public override IKeyAgreement CreateKeyAgreement(DiffieHellmanGroup group, ReadOnlySpan<byte> seed) => this;
    }
}
