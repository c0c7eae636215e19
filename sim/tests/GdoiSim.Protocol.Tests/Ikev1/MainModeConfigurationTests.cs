using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using Xunit;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>A configuration with which anybody could take part, or nobody, is refused at once.</summary>
public class MainModeConfigurationTests
{
    private static readonly Phase1Transform Preshared = Phase1Samples.Transform(AuthenticationMethod.PresharedKey);
    private static readonly Phase1Transform Ecdsa = Phase1Samples.Transform();
    private static readonly Phase1Transform Rsa = Phase1Samples.Transform(AuthenticationMethod.RsaSignature);

    private static readonly byte[] Secret = "a secret"u8.ToArray();

    private static readonly Dictionary<string, (string Says, MainModeConfiguration Configuration)> Wrong = new()
    {
        ["empty pre-shared key"] = ("pre-shared key", Make([Preshared], secret: [])),
        ["empty pre-shared key of the second transform"] =
            ("transform 2", Make([Ecdsa, Preshared], TestSignatureKeys.CreateEcdsaP256(), [])),
        ["no signature key"] = ("absent", Make([Ecdsa])),
        ["no signature key for the second transform"] = ("transform 2", Make([Preshared, Rsa])),
        ["RSA with an ECDSA key"] = ("EcdsaP256", Make([Rsa], TestSignatureKeys.CreateEcdsaP256())),
        ["ECDSA with an RSA key"] = ("Rsa", Make([Ecdsa], TestSignatureKeys.CreateRsa2048())),
        ["one key for both algorithms"] = ("transform 2", Make([Rsa, Ecdsa], TestSignatureKeys.CreateRsa2048())),
        ["AES of 100 bits"] = ("KeyBits = 100", Make([Preshared with { KeyBits = 100 }])),
        ["group 2"] = ("transform 1", Make([Preshared with { Group = (DiffieHellmanGroup)2 }])),
        ["authentication 2"] = ("transform 1", Make([Preshared with { Authentication = (AuthenticationMethod)2 }])),
        ["DOI 0"] = ("DOI 0", Make([Preshared], domain: 0)),
        ["DOI 3"] = ("DOI 3", Make([Preshared], domain: 3)),
        ["port 4500"] = ("4500", Make([Preshared], port: 4500)),
        ["address of 3 octets"] = ("3 octets", Make([Preshared], identity: new byte[3])),
        ["identity of type 0"] = ("identity", Make([Preshared], type: 0)),
        ["name of 8,193 octets"] = ("8193", Make(
            [Preshared], type: IdentificationType.FullyQualifiedDomainName, identity: new byte[8193])),
    };

    private static readonly Dictionary<string, MainModeConfiguration> Right = new()
    {
        ["pre-shared key of 1 octet, no signature key"] = Make([Preshared], secret: [1]),
        ["ECDSA without a pre-shared key"] = Make([Ecdsa], TestSignatureKeys.CreateEcdsaP256(), []),
        ["RSA without a pre-shared key"] = Make([Rsa], TestSignatureKeys.CreateRsa2048(), []),
        ["both"] = Make([Ecdsa, Preshared], TestSignatureKeys.CreateEcdsaP256()),
        ["DOI 1"] = Make([Preshared], domain: 1),
        ["port 500"] = Make([Preshared], port: 500),
        ["port 848"] = Make([Preshared], port: 848),
        ["name of 8,192 octets"] = Make(
            [Preshared], type: IdentificationType.FullyQualifiedDomainName, identity: new byte[8192]),
    };

    public static TheoryData<string> WrongNames() => [.. Wrong.Keys];

    public static TheoryData<string> RightNames() => [.. Right.Keys];

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void Both_sides_refuse(string name)
    {
        (string says, MainModeConfiguration configuration) = Wrong[name];
        foreach (Func<MainMode> begin in (Func<MainMode>[])[
            () => new MainModeInitiator(configuration, Phase1Samples.Secrets(1)),
            () => new MainModeResponder(configuration, Phase1Samples.Secrets(2))])
        {
            ArgumentException exception = Assert.Throws<ArgumentException>("configuration", begin);
            Assert.Contains(says, exception.Message, StringComparison.Ordinal);
            Assert.Contains("allowed", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(RightNames))]
    public void Both_sides_come_to_an_SA_with(string name)
    {
        var initiator = new MainModeInitiator(Right[name], Phase1Samples.Secrets(1));
        var responder = new MainModeResponder(Right[name], Phase1Samples.Secrets(2));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
            Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
        }

        Assert.NotNull(initiator.Sa);
        Assert.NotNull(responder.Sa);
    }

    private static MainModeConfiguration Make(
        Phase1Transform[] transforms,
        SignatureKeyPair? key = null,
        byte[]? secret = null,
        uint domain = 2,
        ushort port = 0,
        IdentificationType type = IdentificationType.IPv4Address,
        byte[]? identity = null) => new()
        {
            Provider = new SystemCryptographyProvider(),
            DomainOfInterpretation = domain,
            Transforms = transforms,
            IdentityType = type,
            Identity = identity ?? Phase1Samples.MemberAddress,
            IdentityPort = port,
            SignatureKey = key,
            PresharedKey = secret ?? Secret,
            PeerKeys = (IdentificationType _, ReadOnlySpan<byte> _, out ReadOnlyMemory<byte> found) =>
            {
                found = key is null ? default : key.SubjectPublicKeyInfo.ToArray();
                return true;
            },
        };
}
