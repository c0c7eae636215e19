namespace GdoiSim.Architecture.Tests.Inspection;

/// <summary>One use of a member in compiled code.</summary>
/// <param name="Assembly">Simple name of the assembly whose code uses it.</param>
/// <param name="UserNamespace">Namespace of the outermost type that uses it.</param>
/// <param name="User">Type and method that use it.</param>
/// <param name="DeclaringType">Full name of the type that declares the member.</param>
/// <param name="Member">Name of the member; accessors with their prefix.</param>
internal readonly record struct MemberUse(
    string Assembly, string UserNamespace, string User, string DeclaringType, string Member)
{
    public override string ToString() => $"{User} ({Assembly}) uses {DeclaringType}.{Member}";
}
