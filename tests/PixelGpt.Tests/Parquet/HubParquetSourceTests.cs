using Microsoft.AspNetCore.Http;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Parquet;
using PixelGpt.Tests.Data.Sources;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Parquet;

public sealed class HubParquetSourceTests : HubFixture
{
    private const string Secret = "hf_secretsecret";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_exported_data_set_that_was_pushed_is_loaded_from_its_parquet_files()
    {
        SpriteDataset data = TinyModels.Dataset(21, 5, 6);
        Push(data);

        SpriteDataset read = await LoadAsync(new SourceOptions());

        Assert.Equal(data.Checksum(), read.Checksum());
        Assert.Equal("hub:owner/pushed", read.Name);
        Assert.DoesNotContain(Server.Requests, r => r.Path == "/rows");
        Server.ClearRequests();
        Assert.Equal(data.Checksum(), (await LoadAsync(new SourceOptions(), Hub(offline: true))).Checksum());
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Columns_of_pictures_are_loaded()
    {
        Push(TinyModels.Dataset(21, 5, 6));
        SpriteDataset read = await LoadAsync(new SourceOptions { Column = "image" });
        Assert.Equal((6, 5), (read.Width, read.Height));
        Assert.Contains(read.Notes, n => n.Contains("pictures were converted; the palette has", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_parquet_files_the_rows_are_read()
    {
        var reported = new List<string>();
        SpriteDataset data = await new HubParquetSource($"hub:{Sprites}", new SourceOptions { Colormap = $"hub:{Colors}" }, Hub()).LoadAsync(new CallbackProgress(p => reported.Add(p.What)));
        Assert.Equal(250, data["train"].Count);
        Assert.Contains(reported, s => s.Contains("the hub has no parquet files of the data set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_network_each_server_is_asked_once_more_at_most_and_the_first_line_states_the_limits()
    {
        Uri gone = Server.Endpoint;
        await Server.DisposeAsync();
        var reported = new List<string>();
        var source = new HubParquetSource($"hub:{Sprites}", new SourceOptions { Colormap = $"hub:{Colors}" }, Hub());
        var e = await Assert.ThrowsAsync<FailureException>(() => source.LoadAsync(new CallbackProgress(p => reported.Add(p.What))));
        Assert.Contains("failed in 1 attempt over", e.Message);
        Assert.StartsWith($"hub:owner/sprites: parquet files of the hub (requesting it from {gone.Authority}; up to 6 attempts of at most ", reported[0]);
        Assert.Equal(5, reported.Count(line => line.Contains("; attempt ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Files_of_the_repository_are_read_if_the_hub_has_not_converted_them()
    {
        SpriteDataset data = TinyModels.Dataset(21, 5, 6);
        string path = _folder["own"];
        foreach (string file in ParquetExport.Write(path, data)) Server.AddRepositoryFile("owner/pushed", Path.GetRelativePath(path, file).Replace('\\', '/'), File.ReadAllBytes(file));

        Assert.Equal(data.Checksum(), (await LoadAsync(new SourceOptions())).Checksum());
        Assert.DoesNotContain(Server.Requests, r => r.Path == "/rows" || r.Path.EndsWith(".png", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_file_in_the_cache_is_downloaded_again_and_an_interrupted_download_resumes()
    {
        SpriteDataset data = TinyModels.Dataset(21, 5, 6);
        Push(data);
        await LoadAsync(new SourceOptions());
        string file = Cached("parquet+default+train+0000.parquet");
        File.AppendAllText(file, "x");
        Server.ClearRequests();
        int cuts = 0;
        Server.Fault = async (request, context) =>
        {
            if (!request.Path.EndsWith("/train/0000.parquet", StringComparison.Ordinal) || request.Path.Contains("colormap", StringComparison.Ordinal) || cuts++ > 0) return false;
            context.Response.ContentLength = 10_000;
            await context.Response.WriteAsync("PAR1");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };

        Assert.Equal(data.Checksum(), (await LoadAsync(new SourceOptions())).Checksum());
        Assert.All(Server.Requests, r => Assert.EndsWith("default/train/0000.parquet", r.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_is_sent_to_the_hub_and_not_to_the_server_that_it_redirects_to()
    {
        SpriteDataset data = TinyModels.Dataset(21, 5, 6);
        await using HubServer other = await HubServer.StartAsync();
        Push(data);
        Push(data, other);
        Server.Fault = (request, context) =>
        {
            if (request.Path.EndsWith(".parquet", StringComparison.Ordinal)) context.Response.Redirect(new Uri(other.Endpoint, request.Path).ToString());
            return Task.FromResult(context.Response.StatusCode != 200);
        };

        Assert.Equal(data.Checksum(), (await LoadAsync(new SourceOptions(), Hub(Secret))).Checksum());
        Assert.All(Server.Requests, r => Assert.Equal($"Bearer {Secret}", r.Authorization));
        Assert.All(other.Requests, r => Assert.Null(r.Authorization));
        Assert.NotEmpty(other.Requests);
    }

    [Fact]
    public async Task Damaged_data_of_the_hub_is_an_error_that_says_where_the_file_is()
    {
        Server.AddFile("owner/pushed", "default", "train", "0000.parquet", "PAR1 damaged PAR1"u8.ToArray());
        var e = await Assert.ThrowsAsync<InputException>(() => LoadAsync(new SourceOptions()));
        Assert.Contains("not a valid parquet file", e.Message, StringComparison.Ordinal);
        Assert.Contains($"delete {Home.Path}", e.Message, StringComparison.Ordinal);
    }

    private Task<SpriteDataset> LoadAsync(SourceOptions options, HubOptions? hub = null) =>
        SpriteSources.Resolve("hub:owner/pushed", options, hub ?? Hub(), ParquetSources.All).LoadAsync();

    private void Push(SpriteDataset data, HubServer? server = null)
    {
        string path = _folder[$"{Guid.NewGuid():N}"];
        foreach (string file in ParquetExport.Write(path, data).Where(f => f.EndsWith(".parquet", StringComparison.Ordinal)))
        {
            string folder = Path.GetFileName(Path.GetDirectoryName(file))!, split = Path.GetFileName(file).Split('-')[0];
            (server ?? Server).AddFile("owner/pushed", folder == "data" ? "default" : folder, split, "0000.parquet", File.ReadAllBytes(file));
        }
    }
}
