using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>Two sides of a main mode that know each other.</summary>
internal static class Phase1Samples
{
    public static readonly byte[] MemberAddress = [10, 0, 1, 11];
    public static readonly byte[] ServerAddress = [10, 0, 0, 1];

    public static Phase1Transform Transform(
        AuthenticationMethod authentication = AuthenticationMethod.EcdsaP256,
        DiffieHellmanGroup group = DiffieHellmanGroup.Ecp256,
        PrfAlgorithm prf = PrfAlgorithm.HmacSha256,
        ushort keyBits = 128) => new()
        {
            KeyBits = keyBits,
            Prf = prf,
            Authentication = authentication,
            Group = group,
            LifetimeSeconds = 28_800,
        };

    public static MainModeConfiguration Configuration(
        bool isMember, ICryptographyProvider? provider = null, params Phase1Transform[] transforms)
    {
        Phase1Transform[] offered = transforms.Length == 0 ? [Transform()] : transforms;
        SignatureKeyPair pair = KeyOf(offered[0].Authentication);
        return new()
        {
            Provider = provider ?? new SystemCryptographyProvider(),
            Transforms = offered,
            IdentityType = IdentificationType.IPv4Address,
            Identity = isMember ? MemberAddress : ServerAddress,
            SignatureKey = pair,
            PresharedKey = "a secret that both have"u8.ToArray(),
            PeerKeys = (IdentificationType type, ReadOnlySpan<byte> identity, out ReadOnlyMemory<byte> key) =>
            {
                key = pair.SubjectPublicKeyInfo.ToArray();
                return type == IdentificationType.IPv4Address
                    && identity.SequenceEqual(isMember ? ServerAddress : MemberAddress);
            },
        };
    }

    public static MainModeSecrets Secrets(byte seed) => new(
        0x1000000000000000ul + seed,
        Enumerable.Range(seed, 20).Select(value => (byte)value).ToArray(),
        Enumerable.Range(seed, 48).Select(value => (byte)(value * 7)).ToArray());

    public static MainModeInitiator Initiator(params Phase1Transform[] transforms) =>
        new(Configuration(isMember: true, null, transforms), Secrets(1));

    public static MainModeResponder Responder(params Phase1Transform[] transforms) =>
        new(Configuration(isMember: false, null, transforms), Secrets(2));

    /// <summary>The SAs of both sides after a whole main mode.</summary>
    public static (Phase1Sa Member, Phase1Sa Server) Establish()
    {
        MainModeInitiator initiator = Initiator();
        MainModeResponder responder = Responder();
        for (int i = 0; i < 3; i++)
        {
            responder.Receive(initiator.NextMessage);
            initiator.Receive(responder.NextMessage);
        }

        return (initiator.Sa!, responder.Sa!);
    }

    private static SignatureKeyPair KeyOf(AuthenticationMethod method) => method == AuthenticationMethod.RsaSignature
        ? TestSignatureKeys.CreateRsa2048()
        : TestSignatureKeys.CreateEcdsaP256();
}
