package io.telltale.catalog.store;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.boot.model.TypeContributor;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.VarcharJdbcType;

/** Lets Hibernate bind every text (keys, parameters and elements of arrays too) as {@link StorableText} has it. */
public final class StorableTextType extends VarcharJdbcType {
    private static final long serialVersionUID = 1L;

    @Override
    public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
        return new Binder<>(javaType, this);
    }

    private static final class Binder<X> extends BasicBinder<X> {
        private static final long serialVersionUID = 1L;

        Binder(JavaType<X> javaType, StorableTextType type) {
            super(javaType, type);
        }

        @Override
        public Object getBindValue(X value, WrapperOptions options) {
            return StorableText.of(getJavaType().unwrap(value, String.class, options));
        }

        @Override
        protected void doBind(PreparedStatement statement, X value, int index, WrapperOptions options)
                throws SQLException {
            statement.setString(index, StorableText.of(getJavaType().unwrap(value, String.class, options)));
        }

        @Override
        protected void doBind(CallableStatement statement, X value, String name, WrapperOptions options)
                throws SQLException {
            statement.setString(name, StorableText.of(getJavaType().unwrap(value, String.class, options)));
        }
    }

    /** Makes it the type of texts; Hibernate finds it as a service. */
    public static final class Contributor implements TypeContributor {
        @Override
        public void contribute(TypeContributions types, ServiceRegistry services) {
            types.contributeJdbcType(new StorableTextType());
        }
    }
}
