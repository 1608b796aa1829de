using System.Xml.Linq;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Packaging;

/// <summary>The properties in <c>Directory.Build.props</c>.</summary>
internal static class ProjectProperties
{
    public static string Value(string name) => XDocument.Load(Path.Combine(Checkout.Root, "Directory.Build.props")).Descendants(name).Single().Value;
}
