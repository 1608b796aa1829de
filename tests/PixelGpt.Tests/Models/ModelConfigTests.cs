using System.Text.Json.Nodes;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

public sealed class ModelConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_default_is_the_course_works_model()
    {
        var config = ModelConfig.Default(ModelFamily.Find("gpt2"), 167, 20, 20);

        Assert.Equal(136_384, config.Build().Parameters.Count);
        Assert.Equal((20, 20), config.ImageSize);
        TransformerDescription shape = config.Description;
        Assert.Equal((167, 400, 64, 2, 2, 256, 32), (shape.VocabularySize, shape.MaxPositions, shape.HiddenSize, shape.Layers, shape.Heads, shape.IntermediateSize, shape.HeadDim));
    }

    [Fact]
    public void Absent_and_null_keys_have_the_defaults_of_Hugging_Faces_GPT2Config()
    {
        foreach (string json in (string[])["""{"model_type": "gpt2"}""", """{"model_type": "gpt2", "n_embd": null, "n_inner": null, "attn_pdrop": null}"""])
        {
            TransformerDescription shape = Load(json).Description;
            Assert.Equal((50257, 1024, 768, 12, 12, 3072), (shape.VocabularySize, shape.MaxPositions, shape.HiddenSize, shape.Layers, shape.Heads, shape.IntermediateSize));
            Assert.Equal((0.1f, 0.1f, 0.1f), (shape.EmbeddingDropout, shape.AttentionDropout, shape.ResidualDropout));
            Assert.Equal((1e-5f, 0.02f, true), (shape.NormEpsilon, shape.InitializerRange, shape.TiedHead));
            Assert.Equal(0.02 / Math.Sqrt(24), shape.ResidualInitializerRange, 1e-9);
        }
    }

    [Theory]
    [InlineData("\"activation_function\": \"relu\"", "'activation_function' is \"relu\", which is not supported; supported: gelu_new (the default)")]
    [InlineData("\"activation_function\": 3", "'activation_function' is 3")]
    [InlineData("\"activation_function\": {}", "'activation_function' is {}")]
    [InlineData("\"scale_attn_weights\": false", "'scale_attn_weights' is false, which is not supported; supported: true (the default)")]
    [InlineData("\"scale_attn_by_inverse_layer_idx\": true", "'scale_attn_by_inverse_layer_idx' is true")]
    [InlineData("\"add_cross_attention\": true", "'add_cross_attention' is true")]
    [InlineData("\"n_embd\": 65, \"n_head\": 2", "'n_embd' 65 is not divisible by 'n_head' 2")]
    [InlineData("\"n_head\": 0", "'n_head' is 0; it must be a whole number of 1 to")]
    [InlineData("\"n_layer\": \"two\"", "'n_layer' is \"two\"; it must be a whole number of 1 to")]
    [InlineData("\"n_layer\": 2.5", "'n_layer' is 2.5")]
    [InlineData("\"n_layer\": true", "'n_layer' is true")]
    [InlineData("\"n_layer\": [2]", "'n_layer' is [2]")]
    [InlineData("\"n_inner\": -1", "'n_inner' is -1")]
    [InlineData("\"vocab_size\": 99999999999", "'vocab_size' is 99999999999")]
    [InlineData("\"attn_pdrop\": 1.0", "'attn_pdrop' is 1.0; it must be a rate of at least 0 and less than 1")]
    [InlineData("\"embd_pdrop\": -0.1", "'embd_pdrop' is -0.1")]
    [InlineData("\"resid_pdrop\": \"0.1\"", "'resid_pdrop' is \"0.1\"")]
    [InlineData("\"layer_norm_epsilon\": 0", "'layer_norm_epsilon' is 0; it must be a number above 0")]
    [InlineData("\"initializer_range\": 1e99", "'initializer_range' is 1e99")]
    [InlineData("\"tie_word_embeddings\": 1", "'tie_word_embeddings' is 1; it must be true or false")]
    public void What_cannot_be_honoured_is_refused_by_name(string keys, string what) =>
        Refuses($$"""{"model_type": "gpt2", {{keys}}}""", what);

    [Theory]
    [InlineData("", "malformed or unexpected JSON")]
    [InlineData("{", "malformed or unexpected JSON")]
    [InlineData("model_type: gpt2", "malformed or unexpected JSON")]
    [InlineData("{\"model_type\": \"gpt2\", \"n_embd\": 64, \"n_embd\": 32}", "n_embd")]
    [InlineData("[]", "JSON object")]
    [InlineData("null", "JSON object")]
    [InlineData("\"gpt2\"", "JSON object")]
    [InlineData("{}", "'model_type' is missing; supported: gpt2")]
    [InlineData("{\"model_type\": 2}", "'model_type'")]
    [InlineData("{\"model_type\": null}", "'model_type' is missing")]
    [InlineData("{\"model_type\": \"bert\"}", "'bert' is not supported; supported: gpt2")]
    public void What_is_no_configuration_is_refused(string text, string what) => Refuses(text, what);

    [Fact]
    public void Nesting_and_size_have_their_limits()
    {
        Refuses($$"""{"model_type": "gpt2", "x": {{new string('[', 100_000)}}""", "malformed or unexpected JSON");
        Refuses($$"""{"model_type": "gpt2", "x": "{{new string('x', 1 << 20)}}"}""", "exceeds the limit of 1048576 bytes");
        Assert.Contains("no such file", Assert.Throws<InputException>(() => ModelConfig.Load(_folder["absent.json"])).Message, StringComparison.Ordinal);
    }

    /// <summary>Nothing is allocated for them, and no number wraps around on the way.</summary>
    [Theory]
    [InlineData("\"n_embd\": 1000000, \"n_head\": 1, \"n_positions\": 400", "makes the model larger")]
    [InlineData("\"n_embd\": 268435456, \"n_head\": 1", "makes the model larger")]
    [InlineData("\"n_embd\": 2000000000, \"n_head\": 1", "'n_embd' is 2000000000")]
    [InlineData("\"n_embd\": 16, \"n_head\": 1, \"n_inner\": 260000000, \"n_positions\": 4", "makes the model larger")]
    [InlineData("\"vocab_size\": 268435456", "'transformer.wte.weight' [268435456, 768] makes the model larger")]
    [InlineData("\"vocab_size\": 268435456, \"n_positions\": 1", "'transformer.wte.weight' [268435456, 768] makes the model larger")]
    [InlineData("\"n_positions\": 268435456", "makes the model larger")]
    [InlineData("\"n_layer\": 1000000", "'n_layer' is 1000000; it must be")]
    [InlineData("\"n_layer\": 1000", "makes the model larger")]
    [InlineData("\"n_head\": 1536, \"n_embd\": 1536", "'n_head' is 1536; it must be a whole number of 1 to 1000")]
    public void A_model_too_large_for_anything_is_refused(string keys, string what)
    {
        string path = _folder.Write("config.json", $$"""{"model_type": "gpt2", {{keys}}}""");
        string message = Assert.Throws<InputException>(() => ModelConfig.Load(path).Build()).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_models_sizes_are_no_hindrance()
    {
        TransformerDescription shape = Load("""{"model_type": "qwen2", "hidden_size": 16, "num_attention_heads": 2, "num_key_value_heads": 2, "num_hidden_layers": 1, "intermediate_size": 16}""").Description;
        Assert.Equal((151936, 32768), (shape.VocabularySize, shape.MaxPositions));
    }

    [Fact]
    public void Keys_that_mean_nothing_to_us_survive()
    {
        ModelConfig config = Load("""{"zz": {"deep": [1, null, "ä"]}, "model_type": "gpt2", "transformers_version": "4.99", "n_embd": 24, "initializer_range": 2e-2}""");
        config.Save(_folder["again.json"]);
        config = ModelConfig.Load(_folder["again.json"]);
        config.Save(_folder["third.json"]);

        JsonNode saved = JsonNode.Parse(File.ReadAllText(_folder["again.json"]))!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"deep": [1, null, "ä"]}"""), saved["zz"]));
        Assert.Equal("4.99", (string?)saved["transformers_version"]);
        Assert.Equal(24, config.Description.HiddenSize);
        Assert.Equal(File.ReadAllBytes(_folder["again.json"]), File.ReadAllBytes(_folder["third.json"]));
    }

    [Fact]
    public void The_data_fill_in_what_a_plan_leaves_open()
    {
        var config = ModelConfig.LoadFor(_folder.Write("plan.json", """{"model_type": "gpt2", "n_embd": 24}"""), 9, 6, 5);
        config.Save(_folder["config.json"]);
        foreach (ModelConfig one in (ModelConfig[])[config, ModelConfig.Load(_folder["config.json"])])
        {
            Assert.Equal((9, 30), (one.Description.VocabularySize, one.Description.MaxPositions));
            Assert.Equal((6, 5), one.ImageSize);
        }
    }

    [Fact]
    public void A_plan_with_room_to_spare_is_kept_and_one_too_small_is_refused()
    {
        string path = _folder.Write("plan.json", """{"model_type": "gpt2", "vocab_size": 16, "n_positions": 400}""");
        TransformerDescription shape = ModelConfig.LoadFor(path, 9, 6, 5).Description;
        Assert.Equal((16, 400), (shape.VocabularySize, shape.MaxPositions));
        Assert.Equal($"{path}: the model knows 16 colours ('vocab_size'); the data have 17", Assert.Throws<InputException>(() => ModelConfig.LoadFor(path, 17, 6, 5)).Message);
        Assert.Equal($"{path}: the model has 400 positions ('n_positions'); pictures of 420 pixels do not fit", Assert.Throws<InputException>(() => ModelConfig.LoadFor(path, 9, 20, 21)).Message);
    }

    [Fact]
    public void Bytes_changed_at_random_give_a_result_or_a_clear_error()
    {
        ModelConfig.Default(ModelFamily.All[0], 167, 20, 20).Save(_folder["config.json"]);
        byte[] whole = File.ReadAllBytes(_folder["config.json"]);
        string damaged = _folder["damaged.json"];
        var random = new PhiloxRandom(1);
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] bytes = [.. whole];
            for (int change = random.NextInt32(3); change >= 0; change--) bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(128);
            File.WriteAllBytes(damaged, bytes);
            try
            {
                ModelConfig.LoadFor(damaged, 167, 20, 20).Save(_folder["saved.json"]);
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    /// <summary>JSON can spell halves of surrogate pairs, which no .NET string should hold.</summary>
    [Theory]
    [InlineData("""{"model_type": "gpt2", "x": "\ud800"}""")]
    [InlineData("""{"model_type": "\ud800"}""")]
    [InlineData("""{"model_type": "gpt2", "\ud800": 1}""")]
    [InlineData("""{"model_type": "gpt2", "activation_function": "\ud800"}""")]
    public void Half_a_character_is_refused(string json) => Refuses(json, "malformed or unexpected JSON");

    [Fact]
    public void The_other_names_that_transformers_knows_are_honoured()
    {
        TransformerDescription shape = Load("""{"model_type": "gpt2", "hidden_size": 24, "num_attention_heads": 3, "num_hidden_layers": 5, "max_position_embeddings": 50}""").Description;
        Assert.Equal((24, 3, 5, 50), (shape.HiddenSize, shape.Heads, shape.Layers, shape.MaxPositions));
        Assert.Equal(50, ModelConfig.LoadFor(_folder.Write("plan.json", """{"model_type": "gpt2", "max_position_embeddings": 50}"""), 9, 6, 5).Description.MaxPositions);
        Refuses("""{"model_type": "gpt2", "n_embd": 24, "hidden_size": 48}""", "'n_embd' is 24 and 'hidden_size', its other name, is 48; keep one of them");
    }

    [Theory]
    [InlineData("""{"model_type": "llama", "rope_theta": 500, "rope_scaling": null}""", 500, null)]
    [InlineData("""{"model_type": "llama", "rope_scaling": {"rope_type": "default"}}""", 10000, null)]
    [InlineData("""{"model_type": "qwen2", "rope_parameters": {"rope_theta": 500, "rope_type": "default"}}""", 500, null)]
    [InlineData("""{"model_type": "llama", "rope_scaling": {"type": "linear", "factor": 2.0}}""", 10000, "LinearRopeScaling { Factor = 2 }")]
    [InlineData(
        """{"model_type": "llama", "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}}""",
        10000,
        "Llama3RopeScaling { Factor = 8, LowFreqFactor = 1, HighFreqFactor = 4, OriginalMaxPositions = 8192 }")]
    public void Rotary_positions_are_described_in_either_form(string json, float theta, string? scaling)
    {
        TransformerDescription shape = Load(json).Description;
        Assert.Equal((theta, scaling), (shape.RopeTheta, shape.RopeScaling?.ToString()));
    }

    [Theory]
    [InlineData(""" "rope_scaling": {"rope_type": "yarn", "factor": 4.0}""", "in 'rope_scaling': 'rope_type' is \"yarn\", which is not supported; supported: default (the default), linear, llama3")]
    [InlineData(""" "rope_scaling": {"type": "dynamic", "factor": 4.0}""", "'type' is \"dynamic\"")]
    [InlineData(""" "rope_scaling": {"rope_type": "linear"}""", "'factor' is missing")]
    [InlineData(""" "rope_scaling": {"rope_type": "linear", "factor": 0}""", "'factor' is 0")]
    [InlineData(""" "rope_scaling": 4""", "'rope_scaling' is 4; it must be an object or null")]
    public void Stretching_that_cannot_be_honoured_is_refused_by_name(string keys, string what) => Refuses($$"""{"model_type": "llama", {{keys}}}""", what);

    private ModelConfig Load(string json) => ModelConfig.Load(_folder.Write("config.json", json));

    private void Refuses(string json, string what)
    {
        string path = _folder.Write("config.json", json);
        string message = Assert.Throws<InputException>(() => ModelConfig.Load(path)).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
