namespace PixelGpt.Tests.Studio.Browser;

/// <summary>The browser tests share one studio and one browser. They run one after the other, because in parallel they would slow each other down.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTestGroup : ICollectionFixture<StudioBrowserFixture>
{
    public const string Name = "browser";
}
