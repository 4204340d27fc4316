// The provider of the campaign has what the providers of the mirror lack: nested blocks, write-only
// attributes, and an argument of the provider itself. It creates nothing outside of the state.
package main

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const address = "registry.opentofu.org/slipway/campaign"

func main() {
	serve := func() provider.Provider { return &campaign{} }
	if err := providerserver.Serve(context.Background(), serve, providerserver.ServeOpts{Address: address}); err != nil {
		log.Fatal(err)
	}
}

type campaign struct{}

type campaignModel struct {
	Prefix types.String `tfsdk:"prefix"`
}

func (*campaign) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = "campaign"
}

func (*campaign) Schema(_ context.Context, _ provider.SchemaRequest, answer *provider.SchemaResponse) {
	answer.Schema = providerschema.Schema{
		Attributes: map[string]providerschema.Attribute{
			"prefix": providerschema.StringAttribute{Optional: true},
		},
	}
}

func (*campaign) Configure(ctx context.Context, request provider.ConfigureRequest, answer *provider.ConfigureResponse) {
	var model campaignModel
	answer.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	answer.ResourceData = model.Prefix.ValueString()
}

func (*campaign) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (*campaign) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return &shout{} }}
}

func (*campaign) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &record{} }}
}

// shout is the function provider::campaign::shout(text).
type shout struct{}

func (*shout) Metadata(_ context.Context, _ function.MetadataRequest, answer *function.MetadataResponse) {
	answer.Name = "shout"
}

func (*shout) Definition(_ context.Context, _ function.DefinitionRequest, answer *function.DefinitionResponse) {
	answer.Definition = function.Definition{
		Parameters: []function.Parameter{function.StringParameter{Name: "text"}},
		Return:     function.StringReturn{},
	}
}

func (*shout) Run(ctx context.Context, request function.RunRequest, answer *function.RunResponse) {
	var text string
	answer.Error = request.Arguments.Get(ctx, &text)
	if answer.Error == nil && text == "" {
		answer.Error = function.NewFuncError("there is nothing to shout")
	}
	if answer.Error == nil {
		answer.Error = answer.Result.Set(ctx, strings.ToUpper(text)+"!")
	}
}

// record keeps the length of a secret that it must not keep itself.
type record struct{ prefix string }

type ruleModel struct {
	Port  types.Int64  `tfsdk:"port"`
	Label types.String `tfsdk:"label"`
}

type recordModel struct {
	Id            types.String `tfsdk:"id"`
	Name          types.String `tfsdk:"name"`
	Secret        types.String `tfsdk:"secret_wo"`
	SecretVersion types.Int64  `tfsdk:"secret_wo_version"`
	SecretLength  types.Int64  `tfsdk:"secret_length"`
	Summary       types.String `tfsdk:"summary"`
	Rules         []ruleModel  `tfsdk:"rule"`
}

func (*record) Metadata(_ context.Context, request resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = request.ProviderTypeName + "_record"
}

func (*record) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	answer.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"name": schema.StringAttribute{
				Required:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"secret_wo":         schema.StringAttribute{Optional: true, WriteOnly: true},
			"secret_wo_version": schema.Int64Attribute{Optional: true},
			"secret_length":     schema.Int64Attribute{Computed: true},
			"summary":           schema.StringAttribute{Computed: true},
		},
		Blocks: map[string]schema.Block{
			"rule": schema.ListNestedBlock{
				NestedObject: schema.NestedBlockObject{
					Attributes: map[string]schema.Attribute{
						"port":  schema.Int64Attribute{Required: true},
						"label": schema.StringAttribute{Optional: true},
					},
				},
			},
		},
	}
}

func (r *record) Configure(_ context.Context, request resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if prefix, ok := request.ProviderData.(string); ok {
		r.prefix = prefix
	}
}

// Fills what is computed. The secret is only in the configuration.
func (r *record) complete(model *recordModel, configured recordModel) {
	parts := []string{}
	for _, rule := range model.Rules {
		parts = append(parts, fmt.Sprintf("%d=%s", rule.Port.ValueInt64(), rule.Label.ValueString()))
	}
	model.Id = types.StringValue(r.prefix + model.Name.ValueString())
	model.Summary = types.StringValue(strings.Join(parts, ","))
	model.SecretLength = types.Int64Value(int64(len(configured.Secret.ValueString())))
	model.Secret = types.StringNull()
}

func (r *record) Create(ctx context.Context, request resource.CreateRequest, answer *resource.CreateResponse) {
	var model, configured recordModel
	answer.Diagnostics.Append(request.Plan.Get(ctx, &model)...)
	answer.Diagnostics.Append(request.Config.Get(ctx, &configured)...)
	if configured.Secret.ValueString() == "refused" {
		answer.Diagnostics.AddError("The secret is refused", "Choose another one.")
	}
	if answer.Diagnostics.HasError() {
		return
	}
	r.complete(&model, configured)
	answer.Diagnostics.Append(answer.State.Set(ctx, &model)...)
}

func (*record) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *record) Update(ctx context.Context, request resource.UpdateRequest, answer *resource.UpdateResponse) {
	var model, configured recordModel
	answer.Diagnostics.Append(request.Plan.Get(ctx, &model)...)
	answer.Diagnostics.Append(request.Config.Get(ctx, &configured)...)
	if answer.Diagnostics.HasError() {
		return
	}
	r.complete(&model, configured)
	answer.Diagnostics.Append(answer.State.Set(ctx, &model)...)
}

func (*record) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
